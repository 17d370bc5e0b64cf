"""One change to many contacts: asked once with the number, done at once or chunk by chunk."""

from __future__ import annotations

from typing import Any

import pytest

from contacts import bulk
from contacts.bulk import BulkProblem, cancel_bulk_change, run_bulk_change, start_bulk_change
from contacts.models import BulkChange, Contact, ContactChange, Suppression
from contacts.search import ListFilter
from contacts.tasks_bulk import run_bulk_changes
from tests.cast import Cast
from tests.factories import NOW, make_contact

LIST = "/b/harbor-plumbing/contacts/"


def people(cast: Cast) -> Any:
    return Contact.objects.for_business(cast.business)


def start(cast: Cast, action: str, *, asked: ListFilter | None = None, ids: tuple[int, ...] = (), **values: Any) -> Any:
    return start_bulk_change(
        cast.business, member=cast.manager, action=action, values=values, asked=asked, ids=ids, now=NOW
    )


def test_the_page_names_the_number_before_anything_changes(cast: Cast) -> None:
    make_contact(cast.business, first_name="Ann")
    page = cast.client(cast.manager).post(f"{LIST}change/", {"action": "tag", "everybody": "yes"}).content.decode()
    assert "<strong>2 people</strong>" in page
    assert not BulkChange.objects.for_business(cast.business).exists()


def test_ticked_contacts_are_tagged(cast: Cast) -> None:
    make_contact(cast.business, first_name="Ann")
    form = {"action": "tag", "ids": [str(cast.contact.pk)], "sure": "yes", "do-tag": " big  job "}
    page = cast.client(cast.manager).post(f"{LIST}change/", form, follow=True).content.decode()
    assert "1 of 1 contact changed" in page
    assert [one.tags for one in people(cast).order_by("pk")] == [["big job"], []]
    change = ContactChange.objects.for_business(cast.business).get()
    assert (change.field, change.new, change.by_member) == ("tags", "big job", cast.manager)


def test_everybody_a_filter_finds_is_changed_and_nobody_else(cast: Cast) -> None:
    make_contact(cast.business, first_name="Ann", source="walk-in")
    form = {"action": "owner", "everybody": "yes", "source": "walk-in", "sure": "yes", "do-owner": str(cast.agent.pk)}
    cast.client(cast.manager).post(f"{LIST}change/", form)
    assert {one.first_name: one.owner_id for one in people(cast)} == {"Maria": None, "Ann": cast.agent.pk}


def test_a_tag_is_taken_away_though_the_filter_is_that_tag(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    for number in range(5):
        make_contact(cast.business, first_name=f"P{number}", tags=["old", "kept"], consent=False)
    change = start(cast, "untag", asked=ListFilter(tag="old"), tag="old")
    assert (change.done, change.changed) == (5, 5)
    assert people(cast).filter(tags=["kept"]).count() == 5


def test_stops_are_recorded_with_their_reason_and_who_has_no_number_is_passed_over(cast: Cast) -> None:
    ann = make_contact(cast.business, first_name="Ann")
    ann.points.all().delete()
    change = start(cast, "stop", asked=ListFilter(), reason="They asked at the fair", channels="texts")
    assert (change.done, change.changed) == (2, 1)
    row = Suppression.objects.for_business(cast.business).select_related("detail").get()
    assert (row.by_member, row.detail.facts["note"]) == (cast.manager, "They asked at the fair")


def test_many_go_to_the_background_and_on_after_a_restart(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "CHUNK", 1)
    make_contact(cast.business, first_name="Ann")
    change = start(cast, "tag", asked=ListFilter(), tag="vip")
    assert (change.status, people(cast).filter(tags=["vip"]).count()) == ("running", 0)
    bulk._take_chunk(change, now=NOW)
    change.save()
    assert people(cast).filter(tags=["vip"]).count() == 1
    assert run_bulk_changes() == 1
    change.refresh_from_db()
    assert (change.status, change.done, change.changed) == ("done", 2, 2)


def test_a_change_that_is_stopped_goes_no_further(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    change = cancel_bulk_change(start(cast, "tag", asked=ListFilter(), tag="vip"), now=NOW)
    run_bulk_change(change, now=NOW)
    assert people(cast).filter(tags=["vip"]).count() == 0


def test_whoever_comes_in_meanwhile_is_not_changed_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    monkeypatch.setattr(bulk, "CHUNK", 1)
    change = start(cast, "tag", asked=ListFilter(), tag="vip")
    bulk._take_chunk(change, now=NOW)
    change.save()
    make_contact(cast.business, first_name="Late")
    run_bulk_change(change, now=NOW)
    assert people(cast).get(first_name="Late").tags == []


@pytest.mark.parametrize(
    ("action", "values", "sentence"),
    [
        ("tag", {"tag": " "}, "Write the tag"),
        ("tag", {"tag": "a,b"}, "no comma"),
        ("owner", {"owner": 999_999}, "not an active member"),
        ("stop", {"reason": ""}, "Say why"),
        ("dance", {}, "Choose what to do"),
    ],
)
def test_what_cannot_be_done_says_why(cast: Cast, action: str, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BulkProblem, match=sentence):
        start(cast, action, asked=ListFilter(), **values)


def test_nobody_chosen_is_said(cast: Cast) -> None:
    page = cast.client(cast.manager).post(f"{LIST}change/", {"action": "tag"}, follow=True).content.decode()
    assert "Nobody is chosen" in page


def test_a_neighbours_contact_is_never_changed(cast: Cast) -> None:
    with pytest.raises(BulkProblem, match="Nobody is chosen"):
        start(cast, "tag", ids=(cast.neighbour_contact.pk,), tag="vip")
