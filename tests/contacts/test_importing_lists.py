"""Lists as they come from other systems, with their faults: what is guessed, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from contacts.consent import active_suppressions, hash_address
from contacts.importing import check_import, confirm_import, map_columns, upload_file, write_import
from contacts.models import Contact, ContactPoint, ImportBatch
from tests.cast import Cast
from tests.factories import NOW

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"


@dataclass(frozen=True)
class Expected:
    """form: what is guessed of the file; columns: what some columns mean; outcomes: of the rows, in their order."""

    form: dict[str, Any]
    columns: dict[str, str]
    outcomes: str
    told: tuple[str, ...] = field(default=())


EXPECTED = {
    "jobber.csv": Expected(
        {"delimiter": ",", "headings_at": 0},
        {"phone": "Main Phone #s", "email": "E-mails", "state": "Service State", "source": "Lead Source"},
        "new new new refused",
        ("not a domain", "neither a phone number nor an email address"),
    ),
    "housecall.csv": Expected(
        {"encoding": "utf-8-sig", "headings_at": 2, "date_order": "mdy", "date_order_proven": True},
        {"phone": "Mobile number", "phone_2": "Home number", "last_dealing_at": "Last service date"},
        "new new duplicate new",
        ("The same person as in line 6.", "no phone number"),
    ),
    "dentrix.txt": Expected(
        {"delimiter": "\t", "date_order": "mdy"},
        {"phone": "Mobile Phone", "phone_2": "Hm Phone", "consent": "Text Message Consent", "external_id": "Pat ID"},
        "new new refused",
        ("nothing says where the consent was given", "“02/30/2023” is not a date"),
    ),
    "square.csv": Expected(
        {"date_order": "ymd"},
        {"email_consent": "Email Subscription Status", "last_dealing_at": "Last Visit", "phone": "Phone Number"},
        "new new refused",
    ),
    "mindbody.csv": Expected(
        {"date_order": "mdy", "date_order_proven": True},
        {"full_name": "Client", "consent": "Receives SMS", "phone": "Cell Phone"},
        "new new refused",
        ("the file says no", "more than one number"),
    ),
    "by_hand.csv": Expected(
        {"headings_at": 0, "date_order_proven": False},
        {"full_name": "who", "consent_date": "when agreed", "consent_source": "how agreed"},
        "new new new refused",
        ("“last spring” is not a date",),
    ),
    "german_excel.csv": Expected(
        {"encoding": "cp1252", "delimiter": ";", "region": "DE", "date_order": "dmy", "date_order_proven": True},
        {"first_name": "Vorname", "phone": "Mobil", "postcode": "PLZ", "last_dealing_at": "Letzter Besuch"},
        "new new refused",
        ("not an email address",),
    ),
    "outlook.csv": Expected(
        {"headings_at": 0},
        {"phone": "Mobile Phone", "phone_2": "Home Phone", "phone_3": "Business Phone", "email_2": "E-mail 2 Address"},
        "new new",
    ),
    "google.csv": Expected(
        {"headings_at": 0},
        {"phone": "Phone 1 - Value", "phone_label": "Phone 1 - Label", "tags": "Labels"},
        "new refused",
        ("too few digits",),
    ),
    "mailchimp.csv": Expected(
        {"date_order": "ymd"},
        {"do_not_email": "UNSUB_TIME", "email_consent_date": "OPTIN_TIME", "consent_ip": "OPTIN_IP"},
        "new new refused",
    ),
    "phone_backup.csv": Expected(
        {"headings_at": -1}, {"full_name": "Column 1", "phone": "Column 2"}, "new new new refused"
    ),
    "pos_export.csv": Expected(
        {"encoding": "utf-16", "delimiter": "|"}, {"last_dealing_at": "Last Purchase"}, "new new new"
    ),
}


def load(cast: Cast, name: str, **given: Any) -> ImportBatch:
    data = (LISTS / name).read_bytes()
    batch = upload_file(cast.business, member=cast.owner, name=name, data=data, now=NOW, **given)
    batch = map_columns(batch, mapping=batch.mapping, mode="both", defaults={})
    return check_import(batch, now=NOW)


def write(cast: Cast, name: str, **given: Any) -> ImportBatch:
    batch = confirm_import(load(cast, name, **given), member=cast.owner, attests=False, now=NOW)
    return write_import(batch, now=NOW)


def stops_at(cast: Cast, kind: str, address: str) -> bool:
    return bool(active_suppressions(cast.business, [hash_address(kind, address)]).exists())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_shape_and_the_columns_of_a_list_are_guessed(cast: Cast, name: str) -> None:
    batch = load(cast, name)
    assert {key: batch.format[key] for key in EXPECTED[name].form} == EXPECTED[name].form
    named = {field: batch.columns[batch.mapping[field]] for field in EXPECTED[name].columns}
    assert named == EXPECTED[name].columns


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_of_a_list_has_its_outcome_and_reason(cast: Cast, name: str) -> None:
    rows = list(load(cast, name).rows.order_by("line"))
    assert " ".join(row.outcome for row in rows) == EXPECTED[name].outcomes
    said = " ".join([row.reason for row in rows] + [remark for row in rows for remark in row.remarks])
    assert [words for words in EXPECTED[name].told if words not in said] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_list_is_written_as_announced_and_unchanged_the_second_time(cast: Cast, name: str) -> None:
    batch = write(cast, name)
    assert batch.counts["written_new"] == batch.counts["new"]
    again = load(cast, name)
    assert "new" not in again.counts and "changed" not in again.counts


def test_several_numbers_keep_their_labels(cast: Cast) -> None:
    write(cast, "google.csv")
    points = ContactPoint.objects.for_business(cast.business).filter(contact__first_name="Cleo", kind="phone")
    assert sorted(points.values_list("address", "label", "is_primary")) == [
        ("+14045550181", "Mobile", True),
        ("+14045550182", "Mobile", False),
        ("+14045550183", "Work", False),
    ]


@pytest.mark.parametrize(
    ("name", "address"), [("mailchimp.csv", "finn@example.com"), ("square.csv", "quinn@example.com")]
)
def test_who_unsubscribed_elsewhere_is_stopped_here(cast: Cast, name: str, address: str) -> None:
    write(cast, name)
    assert stops_at(cast, "email", address)


def test_german_names_and_dates_come_out_whole(cast: Cast) -> None:
    write(cast, "german_excel.csv")
    person = Contact.objects.for_business(cast.business).get(last_name="Müßig")
    assert (person.first_name, person.country, person.language, person.zone) == ("Jürgen", "DE", "de", "Europe/Berlin")
    assert person.last_dealing_at is not None and person.last_dealing_at.date().isoformat() == "2023-12-31"


def test_a_do_not_call_list_stops_numbers_and_creates_nobody(cast: Cast) -> None:
    before = Contact.objects.for_business(cast.business).count()
    batch = write(cast, "do_not_call.txt", kind="stops")
    assert (batch.counts["written_stops"], batch.counts["duplicate"], batch.counts["refused"]) == (3, 1, 1)
    assert stops_at(cast, "phone", "+12125550110") and stops_at(cast, "phone", "+12125550161")
    assert Contact.objects.for_business(cast.business).count() == before


def test_a_do_not_call_list_says_who_was_stopped_before(cast: Cast) -> None:
    write(cast, "do_not_call.txt", kind="stops")
    assert load(cast, "do_not_call.txt", kind="stops").counts["unchanged"] == 3
