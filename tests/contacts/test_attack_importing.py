"""What a file says against texting is never lost, and nothing in it turns into a formula or a crash."""

from __future__ import annotations

import pytest

from contacts.consent import active_suppressions, hash_address
from contacts.eligibility import Verdict
from contacts.importing import ImportProblem, stream_rejects, upload_file
from contacts.models import ConsentRecord, ContactPoint
from conversations import outbox
from tests.cast import Cast
from tests.contacts.test_importing import run_check, run_import
from tests.conversations.outbox.asking import ask
from tests.factories import NOW

HEAD = "First name,Phone,Consent,Consent date,Consent source,Consent wording\n"


def consents(cast: Cast) -> list[str]:
    rows = ConsentRecord.objects.for_business(cast.business).filter(
        source="web form", detail__contact__first_name="Ann"
    )
    return list(rows.values_list("action", flat=True))


@pytest.mark.parametrize("answer", ["Declined", "pending", "no thanks", "Do not text", "n/a", "Opted-Out"])
def test_an_answer_that_is_not_yes_is_no_consent(cast: Cast, answer: str) -> None:
    batch = run_import(cast, HEAD + f"Ann,2125550134,{answer},2025-01-05,web form,Yes text me\n", attests=True)
    assert consents(cast) == []
    assert batch.rows.get().eligible_by_text is False


@pytest.mark.parametrize("answer", ["DNC", "opted out", "Unsubscribed", "2024-05-01", "STOP", "Do not call"])
def test_whatever_stands_under_do_not_contact_is_a_stop(cast: Cast, answer: str) -> None:
    run_import(cast, f"Name,Phone,Do not contact\nAnn Lee,2125550134,{answer}\n")
    point = ContactPoint.objects.for_business(cast.business).get(address="+12125550134")
    assert active_suppressions(cast.business, [point.address_hash]).exists()


@pytest.mark.parametrize("answer", ["", "no", "0", "FALSE", "-", "n/a", "none", "subscribed"])
def test_a_plain_no_under_do_not_contact_is_none(cast: Cast, answer: str) -> None:
    run_import(cast, f"Name,Phone,Do not contact\nAnn Lee,2125550134,{answer}\n")
    point = ContactPoint.objects.for_business(cast.business).get(address="+12125550134")
    assert not active_suppressions(cast.business, [point.address_hash]).exists()


@pytest.mark.parametrize("mode", ["create", "update"])
def test_a_stop_in_a_row_that_the_mode_skips_is_obeyed(cast: Cast, mode: str) -> None:
    phone = "+12125550110" if mode == "create" else "+12125550134"
    batch = run_import(cast, f"Name,Phone,Do not contact\nMaria,{phone},yes\n", mode=mode)
    assert batch.rows.get().outcome == "skipped"
    assert stops_at(cast, phone)


def test_a_stop_in_the_second_row_of_the_same_person_is_obeyed(cast: Cast) -> None:
    run_import(cast, "Name,Phone,Do not contact\nAnn Lee,2125550134,\nAnn Lee,2125550134,yes\n")
    assert stops_at(cast, "+12125550134")


def stops_at(cast: Cast, phone: str) -> bool:
    return bool(active_suppressions(cast.business, [hash_address("phone", phone)]).exists())


def test_a_file_that_says_no_takes_an_older_consent_back(cast: Cast) -> None:
    assert outbox.check(ask(cast.contact), now=NOW).verdict is Verdict.ALLOW
    run_import(cast, HEAD + "Maria,2125550110,revoked,,crm export,\n")
    assert outbox.check(ask(cast.contact), now=NOW).verdict is Verdict.BLOCK


def test_an_old_consent_imported_after_a_withdrawal_stays_taken_back(cast: Cast) -> None:
    run_import(cast, HEAD + "Maria,2125550110,revoked,,crm export,\n")
    run_import(cast, HEAD + "Maria,2125550110,yes,2025-01-05,an older list,Yes text me\n")
    assert outbox.check(ask(cast.contact), now=NOW).verdict is Verdict.BLOCK


def test_saying_no_twice_is_recorded_once(cast: Cast) -> None:
    for _ in range(2):
        run_import(cast, HEAD + "Maria,2125550110,no,,crm export,\n")
    taken_back = ConsentRecord.objects.for_business(cast.business).filter(action="withdrawn")
    assert taken_back.count() == 1


def test_a_heading_is_no_formula_in_the_refused_rows(cast: Cast) -> None:
    batch = run_check(cast.business, '=HYPERLINK("http://x"),Phone\nBob,12\n')
    assert "'=HYPERLINK" in "".join(stream_rejects(batch))


@pytest.mark.parametrize("data", [b'"' + b"x" * 200_000, "Name,Phone\nA\0nn,2125550134\n".encode("utf-16")])
def test_a_file_that_breaks_the_reader_is_refused_with_a_sentence(cast: Cast, data: bytes) -> None:
    with pytest.raises(ImportProblem):
        upload_file(cast.business, member=None, name="odd.csv", data=data, now=NOW)
