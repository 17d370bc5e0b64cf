"""The engine under strain: interrupted, cancelled, twice at once, over a base that moves."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from contacts.importing import (
    ImportProblem,
    cancel_import,
    check_import,
    checking,
    confirm_import,
    make_own_field,
    map_columns,
    upload_file,
    write_import,
    writing,
)
from contacts.models import Contact, ContactPoint, ImportBatch, ImportFilePart
from contacts.tasks import drop_forgotten_imports, resume_imports
from tests.cast import Cast
from tests.factories import NOW

PEOPLE = "Name,Phone\n" + "".join(f"Person{n},30355501{n:02d}\n" for n in range(60))


def start(cast: Cast, text: str = PEOPLE) -> ImportBatch:
    batch = upload_file(cast.business, member=cast.owner, name="list.csv", data=text.encode(), now=NOW)
    return map_columns(batch, mapping=batch.mapping, mode="both", defaults={}, now=NOW)


def commit(cast: Cast, text: str = PEOPLE) -> ImportBatch:
    return confirm_import(check_import(start(cast, text), now=NOW), member=cast.owner, attests=False, now=NOW)


def people(cast: Cast) -> int:
    return int(Contact.objects.for_business(cast.business).filter(first_name__startswith="Person").count())


def after(steps: int) -> Any:
    """Say stop after so many ranges, as the end of a turn or the death of a worker does."""
    left = iter([True] * steps + [False] * 99)
    return lambda: next(left)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "STEP", 7)
    monkeypatch.setattr(writing, "STEP", 7)


@pytest.mark.parametrize("steps", [0, 1, 3, 8])
def test_a_check_that_was_interrupted_goes_on_where_it_was(cast: Cast, steps: int) -> None:
    batch = check_import(start(cast), now=NOW, go_on=after(steps))
    assert batch.status == "checking"
    batch = check_import(batch, now=NOW)
    assert (batch.status, batch.counts["new"], batch.rows.count()) == ("checked", 60, 60)


@pytest.mark.parametrize("steps", [0, 1, 3, 8])
def test_a_commit_that_was_interrupted_writes_nobody_twice(cast: Cast, steps: int) -> None:
    batch = write_import(commit(cast), now=NOW, go_on=after(steps))
    assert people(cast) == steps * 7
    assert write_import(batch, now=NOW).status == "done"
    assert people(cast) == 60


def test_a_range_that_breaks_off_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = commit(cast)
    monkeypatch.setattr(writing, "write_consents", lambda *given, **named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_import(batch, now=NOW)
    monkeypatch.undo()
    assert people(cast) == 0
    write_import(batch, now=NOW)
    assert people(cast) == 60


def test_cancelling_between_ranges_keeps_what_was_written_and_writes_no_more(cast: Cast) -> None:
    batch = write_import(commit(cast), now=NOW, go_on=after(2))
    cancel_import(batch, now=NOW)
    assert write_import(batch, now=NOW).status == "cancelled"
    assert people(cast) == 14


def test_the_file_is_gone_when_the_import_has_ended(cast: Cast) -> None:
    batch = commit(cast)
    assert batch.parts.exists()
    write_import(batch, now=NOW)
    assert not ImportFilePart.objects.for_business(cast.business).exists()


def test_duplicates_are_found_across_ranges(cast: Cast) -> None:
    batch = check_import(start(cast, PEOPLE + "Person3,3035550103\n"), now=NOW)
    last = batch.rows.get(line=62)
    assert (last.outcome, last.reason) == ("duplicate", "The same person as in line 5.")


def test_whoever_came_into_the_base_since_the_check_is_not_made_again(cast: Cast) -> None:
    batch = commit(cast)
    write_import(commit(cast), now=NOW)
    batch = write_import(batch, now=NOW)
    assert (people(cast), batch.counts.get("written_new", 0)) == (60, 0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_make_no_duplicates(committed_cast: Cast) -> None:
    batches = [commit(committed_cast) for _ in range(2)]

    def run(batch: ImportBatch) -> None:
        write_import(batch, now=NOW)
        connections.close_all()

    threads = [threading.Thread(target=run, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert people(committed_cast) == 60


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_leaves_an_import_alone(committed_cast: Cast) -> None:
    batch = commit(committed_cast)
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(7101, %s)", [batch.pk])
            taken.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(10)
    assert write_import(batch, now=NOW).status == "running"
    done.set()
    thread.join()
    assert people(committed_cast) == 0


def test_the_worker_takes_imports_to_their_end(cast: Cast) -> None:
    batch = start(cast)
    resume_imports()
    batch.refresh_from_db()
    confirm_import(batch, member=cast.owner, attests=False, now=NOW)
    resume_imports()
    batch.refresh_from_db()
    assert (batch.status, people(cast)) == ("done", 60)


def test_an_import_that_meets_something_unforeseen_fails_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = start(cast), start(cast, "Name,Phone\nAnn Lee,2125550199\n")
    ImportBatch.objects.for_business(cast.business).filter(pk=broken.pk).update(format={"kind": "csv"})
    resume_imports()
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.status, fine.status) == ("failed", "checked")
    assert "our mistake" in broken.problem


def test_an_upload_that_was_forgotten_is_given_up(cast: Cast) -> None:
    batch = upload_file(cast.business, member=cast.owner, name="old.csv", data=PEOPLE.encode(), now=NOW)
    ImportBatch.objects.for_business(cast.business).filter(pk=batch.pk).update(created_at="2020-01-01T00:00Z")
    assert drop_forgotten_imports() == 1
    assert not batch.parts.exists()


def test_columns_are_remembered_for_the_next_file_with_these_headings(cast: Cast) -> None:
    text = "Who,Ring them at,Kid\nAnn Lee,2125550134,Tom\n"
    first = upload_file(cast.business, member=cast.owner, name="may.csv", data=text.encode(), now=NOW)
    own = make_own_field(first, label="Kid", kind="text")
    map_columns(first, mapping={"full_name": 0, "phone": 1, own: 2}, mode="create", defaults={"tags": ["may"]}, now=NOW)
    second = upload_file(cast.business, member=cast.owner, name="june.csv", data=text.encode(), now=NOW)
    assert second.mapping == {"full_name": 0, "phone": 1, own: 2}
    assert (second.mode, second.defaults["tags"], second.format["remembered"]) == ("create", ["may"], "may.csv")


def test_what_is_remembered_stays_within_its_business(cast: Cast) -> None:
    start(cast, "Who,Ring them at\nAnn Lee,2125550134\n")
    other = upload_file(cast.neighbour, member=None, name="x.csv", data=b"Who,Ring them at\nA,2125550134\n", now=NOW)
    assert "remembered" not in other.format


def test_fields_of_ones_own_are_kept_with_the_contact(cast: Cast) -> None:
    text = 'Name,Phone,Boiler year,Filter due\nAnn Lee,2125550134,"2,011",5/1/2027\n'
    batch = upload_file(cast.business, member=cast.owner, name="x.csv", data=text.encode(), now=NOW)
    year, due = (make_own_field(batch, label=label, kind=kind) for label, kind in
                 (("Boiler year", "number"), ("Filter due", "date")))  # fmt: skip
    batch = map_columns(batch, mapping={**batch.mapping, year: 2, due: 3}, mode="both", defaults={})
    batch = confirm_import(check_import(batch, now=NOW), member=cast.owner, attests=False, now=NOW)
    write_import(batch, now=NOW)
    ann = Contact.objects.for_business(cast.business).get(first_name="Ann")
    assert ann.custom == {"boiler-year": "2011", "filter-due": "2027-05-01"}


def test_a_zone_that_was_set_by_hand_stays(cast: Cast) -> None:
    Contact.objects.for_business(cast.business).filter(pk=cast.contact.pk).update(zone_set_by_hand=True)
    write_import(commit(cast, "Name,Phone,Time zone,City\nMaria,2125550110,America/Denver,Troy\n"), now=NOW)
    cast.contact.refresh_from_db()
    assert (cast.contact.zone, cast.contact.city) == ("America/New_York", "Troy")


def test_a_known_consent_makes_a_row_without_one_eligible(cast: Cast) -> None:
    row = check_import(start(cast, "Name,Phone,City\nMaria,2125550110,Troy\n"), now=NOW).rows.get()
    assert (row.outcome, row.eligible_by_text) == ("changed", True)


def test_a_range_takes_the_same_number_of_statements_whatever_it_holds(cast: Cast) -> None:
    def count(text: str) -> int:
        batch = start(cast, text)
        with CaptureQueriesContext(connection) as seen:
            check_import(batch, now=NOW)
        return len(seen)

    few = count("Name,Phone\nAnn Lee,2125550191\n")
    assert count("Name,Phone\n" + "".join(f"P{n},21255501{n}\n" for n in range(70, 76))) == few


def test_columns_cannot_be_changed_once_it_runs(cast: Cast) -> None:
    batch = commit(cast)
    with pytest.raises(ImportProblem, match="has been started"):
        map_columns(batch, mapping=batch.mapping, mode="both", defaults={})


def test_a_household_within_the_file_shares_its_number(cast: Cast) -> None:
    write_import(commit(cast, "Name,Phone\nAnn Lee,2125550134\nBen Lee,2125550134\n"), now=NOW)
    assert ContactPoint.objects.for_business(cast.business).filter(address="+12125550134").count() == 2
