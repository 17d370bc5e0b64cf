"""An import is taken back, as far as nobody of it was written to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contacts.consent import active_suppressions, hash_address
from contacts.importing import ImportProblem, take_back, undo_import
from contacts.models import Contact, ContactPoint, ImportBatch
from conversations import outbox
from tests.cast import Cast
from tests.contacts.test_importing import run_import
from tests.conversations.outbox.asking import ask
from tests.factories import NOW

HEAD = "First name,Phone,City,Consent date,Consent source,Consent wording,Do not contact\n"
ANN = "Ann,2125550134,Albany,2025-01-05,web form,Yes text me,\n"


def undo(cast: Cast, batch: ImportBatch, *, reason: str = "", lift_stops: bool = False) -> ImportBatch:
    batch = undo_import(batch, member=cast.owner, now=NOW, reason=reason, lift_stops=lift_stops)
    return take_back(batch, now=NOW)


def find(cast: Cast, first_name: str) -> Contact | None:
    return Contact.objects.for_business(cast.business).filter(first_name=first_name).first()


def test_who_was_added_is_removed_with_counts(cast: Cast) -> None:
    batch = undo(cast, run_import(cast, HEAD + ANN))
    assert find(cast, "Ann") is None
    assert (batch.status, batch.counts["undo_removed"], batch.undone_by) == ("undone", 1, cast.owner)


def test_who_was_changed_gets_the_old_details_back(cast: Cast) -> None:
    batch = run_import(cast, "First name,Phone,City,Email\nMaria,2125550110,Albany,m@mail.example\n")
    assert find(cast, "Maria").city == "Albany"  # type: ignore[union-attr]
    undo(cast, batch)
    maria = find(cast, "Maria")
    assert maria is not None and maria.city == ""
    assert not ContactPoint.objects.for_business(cast.business).filter(address="m@mail.example").exists()


def test_a_detail_that_was_changed_since_stays(cast: Cast) -> None:
    batch = run_import(cast, "First name,Phone,City\nMaria,2125550110,Albany\n")
    Contact.objects.for_business(cast.business).filter(first_name="Maria").update(city="Troy")
    undo(cast, batch)
    assert find(cast, "Maria").city == "Troy"  # type: ignore[union-attr]


def test_who_was_written_to_stays_and_is_listed(cast: Cast) -> None:
    batch = run_import(cast, HEAD + ANN + "Ben,2125550135,,,,,\n")
    Contact.objects.for_business(cast.business).filter(first_name="Ann").update(
        last_outbound_at=NOW + timedelta(hours=1)
    )
    batch = undo(cast, batch)
    assert find(cast, "Ann") is not None and find(cast, "Ben") is None
    kept = batch.writes.get(undone="kept")
    assert "written to" in kept.undone_note


def test_a_consent_of_the_file_is_withdrawn_and_an_older_one_still_stands(cast: Cast) -> None:
    assert outbox.check(ask(cast.contact), now=NOW).verdict == "allow"
    batch = run_import(cast, HEAD + "Maria,2125550110,,2026-01-05,trade fair,Yes text me,\n")
    batch = undo(cast, batch)
    assert batch.counts["undo_withdrawn"] == 1
    assert outbox.check(ask(cast.contact), now=NOW).verdict == "allow"


def test_the_same_file_can_be_imported_again_and_its_consents_count(cast: Cast) -> None:
    undo(cast, run_import(cast, HEAD + ANN))
    run_import(cast, HEAD + ANN)
    ann = find(cast, "Ann")
    assert ann is not None
    assert outbox.check(ask(ann), now=NOW).verdict == "allow"


def test_stops_stay_unless_the_member_says_why(cast: Cast) -> None:
    batch = run_import(cast, HEAD + "Ann,2125550134,,,,,yes\n")
    address = hash_address("phone", "+12125550134")
    with pytest.raises(ImportProblem, match="Say why"):
        undo_import(batch, member=cast.owner, now=NOW, lift_stops=True)
    undo(cast, batch)
    assert active_suppressions(cast.business, [address]).exists()


def test_stops_go_with_a_reason_on_record(cast: Cast) -> None:
    batch = run_import(cast, HEAD + "Ann,2125550134,,,,,yes\n")
    batch = undo(cast, batch, reason="Wrong column", lift_stops=True)
    assert not active_suppressions(cast.business, [hash_address("phone", "+12125550134")]).exists()
    assert batch.counts["undo_lifted"] == 1


def test_an_import_is_undone_once(cast: Cast) -> None:
    batch = undo(cast, run_import(cast, HEAD + ANN))
    with pytest.raises(ImportProblem, match="has ended"):
        undo_import(batch, member=cast.owner, now=NOW)


def test_an_undo_that_was_interrupted_goes_on(cast: Cast) -> None:
    batch = undo_import(run_import(cast, HEAD + ANN), member=cast.owner, now=NOW)
    batch = take_back(batch, now=NOW, go_on=lambda: False)
    assert batch.status == "undoing"
    assert take_back(batch, now=NOW).status == "undone"
