"""A file of contacts: every refusal has a reason, nothing good is overwritten, no stop is undone."""

from __future__ import annotations

import pytest

from accounts.models import Business
from contacts.consent import StopFacts, active_suppressions, suppress
from contacts.importing import (
    ImportProblem,
    check_import,
    confirm_import,
    map_columns,
    stream_rejects,
    upload_file,
    write_import,
)
from contacts.models import ConsentRecord, Contact, ContactChange, ContactPoint, ImportBatch
from tests.cast import Cast
from tests.factories import NOW

HEAD = "First name,Last name,Phone,Email,Last visit,Consent date,Consent source,Consent wording,Tags\n"


def run_check(business: Business, text: str, *, mode: str = "both") -> ImportBatch:
    batch = upload_file(business, member=None, name="leads.csv", data=text.encode(), now=NOW)
    batch = map_columns(batch, mapping=batch.mapping, mode=mode, defaults={})
    return check_import(batch, now=NOW)


def run_import(cast: Cast, text: str, *, attests: bool = False, mode: str = "both") -> ImportBatch:
    batch = run_check(cast.business, text, mode=mode)
    batch = confirm_import(batch, member=cast.owner, attests=attests, now=NOW)
    return write_import(batch, now=NOW)


def outcomes(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("line").values_list("outcome", flat=True))


def test_a_row_becomes_a_contact_with_phone_and_consent(cast: Cast) -> None:
    run_import(cast, HEAD + "Ann,Lee,(212) 555-0134,ann@mail.example,2025-03-01,2025-01-05,web form,Yes text me,vip\n")
    point = ContactPoint.objects.for_business(cast.business).get(address="+12125550134")
    assert (point.contact.first_name, point.contact.tags) == ("Ann", ["vip"])
    consent = ConsentRecord.objects.for_business(cast.business).get(address_hash=point.address_hash)
    assert (consent.kind, consent.source, consent.has_wording) == ("express_written", "web form", True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("Bob,,12,,,,,,", "number"),
        ("Bob,,,,,,,,", "neither"),
        ("Bob,,,not-an-address,,,,,", "email"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(cast: Cast, cells: str, reason: str) -> None:
    row = run_check(cast.business, HEAD + cells + "\n").rows.get()
    assert row.outcome == "refused"
    assert reason in row.reason.lower()


def test_a_row_without_a_consent_date_is_not_eligible_by_text(cast: Cast) -> None:
    row = run_check(cast.business, HEAD + "Ann,Lee,2125550134,,,,web form,,\n").rows.get()
    assert row.eligible_by_text is False
    assert "no consent date" in row.remarks[-1]


def test_the_same_person_twice_in_the_file_is_said_with_the_line(cast: Cast) -> None:
    batch = run_check(cast.business, HEAD + "Ann,Lee,2125550134,,,,,,\nann,lee,+1 212 555 0134,,,,,,\n")
    assert outcomes(batch) == ["new", "duplicate"]
    assert "line 2" in batch.rows.get(line=3).reason


def test_two_names_on_one_phone_are_a_household(cast: Cast) -> None:
    run_import(cast, HEAD + "Ann,Lee,2125550134,,,,,,\n")
    batch = run_import(cast, HEAD + "Ben,Lee,2125550134,,,,,,\n")
    assert outcomes(batch) == ["household"]
    assert ContactPoint.objects.for_business(cast.business).filter(address="+12125550134").count() == 2


def test_an_import_never_revives_a_suppressed_address(cast: Cast) -> None:
    suppress(
        cast.business, kind_of_address="phone", address="+12125550134", reason="opted_out_by_text",
        facts=StopFacts(), now=NOW,
    )  # fmt: skip
    batch = run_import(cast, HEAD + "Ann,Lee,2125550134,,,2025-01-05,web form,Yes text me,\n", attests=True)
    assert batch.counts["suppressed"] == 1
    point = ContactPoint.objects.for_business(cast.business).get(address="+12125550134")
    assert active_suppressions(cast.business, [point.address_hash]).exists()


def test_a_blank_never_overwrites_and_a_change_keeps_the_old_value(cast: Cast) -> None:
    run_import(cast, HEAD + "Ann,Lee,2125550134,,,,,,vip\n")
    run_import(cast, "First name,Last name,Phone,City\nAnn,Lee,2125550134,Albany\n")
    run_import(cast, "First name,Last name,Phone,City\nAnn,Lee,2125550134,\n")
    contact = Contact.objects.for_business(cast.business).get(first_name="Ann")
    assert (contact.city, contact.tags) == ("Albany", ["vip"])
    assert ContactChange.objects.for_business(cast.business).get(contact=contact).field == "city"


def test_importing_the_same_file_again_changes_nothing(cast: Cast) -> None:
    text = HEAD + "Ann,Lee,2125550134,,2025-03-01,2025-01-05,web form,Yes text me,vip\n"
    run_import(cast, text)
    batch = run_import(cast, text)
    assert outcomes(batch) == ["unchanged"]
    assert (
        ConsentRecord.objects.for_business(cast.business)
        .filter(source="web form", detail__contact__first_name="Ann")
        .count()
        == 1
    )


def test_the_attestation_is_kept_with_who_and_when(cast: Cast) -> None:
    run_import(cast, HEAD + "Ann,Lee,2125550134,,,2025-01-05,paper form,,\n", attests=True)
    consent = ConsentRecord.objects.for_business(cast.business).get(source="paper form")
    assert consent.attested
    assert consent.detail.facts["attested_by"] == str(cast.owner)
    assert "agreed in writing" in consent.detail.facts["attestation"]


def test_a_do_not_contact_row_suppresses(cast: Cast) -> None:
    run_import(cast, "Name,Phone,Do not contact\nAnn Lee,2125550134,yes\n")
    point = ContactPoint.objects.for_business(cast.business).get(address="+12125550134")
    assert active_suppressions(cast.business, [point.address_hash]).get().reason == "manual_stop"


@pytest.mark.parametrize(("mode", "expected"), [("create", "skipped"), ("update", "changed")])
def test_the_mode_is_kept(cast: Cast, mode: str, expected: str) -> None:
    run_import(cast, HEAD + "Ann,Lee,2125550134,,,,,,\n")
    batch = run_check(cast.business, HEAD + "Ann,Lee,2125550134,,,,,,vip\n", mode=mode)
    assert outcomes(batch) == [expected]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "damaged"),
        (b"name,phone\nA\x00B,1\n", "NUL"),
        (b"name,phone\n", "no rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(cast: Cast, data: bytes, sentence: str) -> None:
    with pytest.raises(ImportProblem, match=sentence):
        upload_file(cast.business, member=None, name="x.csv", data=data, now=NOW)
    assert not ImportBatch.objects.for_business(cast.business).exists()


def test_semicolons_and_another_encoding_are_read(cast: Cast) -> None:
    data = "Name;Phone\nJosé Peña;2125550134\nZoë Ruiz;2125550135\nAña Núñez;2125550136\n".encode("cp1252")
    batch = upload_file(cast.business, member=None, name="x.csv", data=data, now=NOW)
    assert batch.columns == ["Name", "Phone"]
    assert batch.sample[0][0] == "José Peña"


def test_rejects_cannot_run_as_formulas(cast: Cast) -> None:
    batch = run_check(cast.business, "First name,Phone\n=HYPERLINK(1),12\n")
    assert "'=HYPERLINK(1)" in "".join(stream_rejects(batch))


def test_a_write_that_was_interrupted_goes_on_without_repeating(cast: Cast) -> None:
    batch = run_check(cast.business, HEAD + "Ann,Lee,2125550134,,,,,,\n")
    batch = confirm_import(batch, member=cast.owner, attests=False, now=NOW)
    write_import(batch, now=NOW)
    ImportBatch.objects.for_business(cast.business).filter(pk=batch.pk).update(status="running")
    write_import(batch, now=NOW)
    assert ContactPoint.objects.for_business(cast.business).filter(address="+12125550134").count() == 1
