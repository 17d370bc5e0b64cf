"""Settings: the overview, the business itself, its hours."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Holiday
from accounts.views.settings import SECTIONS
from tests.cast import Cast

PAGES = ("settings", *(name for name, *_ in SECTIONS))
DETAILS = {
    "name": "Harbor Plumbing", "sender_name": "Harbor", "trade": "plumbing", "zone": "America/Denver", "country": "US",
    "state": "CO", "postal_address": "1 Main Street", "phone": "(303) 555-0142", "email": "",
    "website": "harbor.example", "campaign_cap_per_day": "2", "reply_wait_seconds": "10",
}  # fmt: skip


def url(cast: Cast, name: str) -> str:
    return reverse(name, kwargs={"slug": cast.business.slug})


@pytest.mark.parametrize("name", PAGES)
def test_the_page_opens_for_an_owner_and_for_nobody_else(cast: Cast, name: str) -> None:
    members = (cast.owner, cast.manager, cast.agent, cast.viewer, cast.neighbour_owner)
    codes = [cast.client(member).get(url(cast, name)).status_code for member in members]
    assert codes == [200, 403, 403, 403, 404]


def test_the_overview_is_only_read(cast: Cast) -> None:
    assert cast.client(cast.owner).post(url(cast, "settings")).status_code == 405


def test_the_details_are_kept(cast: Cast) -> None:
    assert cast.client(cast.owner).post(url(cast, "settings_business"), DETAILS).status_code == 302
    cast.business.refresh_from_db()
    assert (cast.business.sender_name, cast.business.zone, cast.business.phone, cast.business.website) == (
        "Harbor", "America/Denver", "+13035550142", "https://harbor.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "12", "too few or too many digits"),
        ("phone", "call us", "not a telephone number"),
        ("zone", "Mars/Base", "not one of the available choices"),
        ("reply_wait_seconds", "600", "At most 120 seconds"),
        ("sender_name", "", "This field is required"),
        ("campaign_cap_per_day", "4", "From 1 to 3"),
    ],
)
def test_a_wrong_detail_is_refused_with_a_sentence(cast: Cast, field: str, value: str, sentence: str) -> None:
    answer = cast.client(cast.owner).post(url(cast, "settings_business"), {**DETAILS, field: value})
    assert answer.status_code == 200 and sentence in answer.content.decode()


def test_neither_demo_nor_the_plan_is_an_owners_to_change(cast: Cast) -> None:
    cast.client(cast.owner).post(url(cast, "settings_business"), {**DETAILS, "is_demo": "", "plan": "starter"})
    cast.business.refresh_from_db()
    assert cast.business.is_demo and cast.business.plan == "growth"


def test_hours_and_closed_days_are_kept(cast: Cast) -> None:
    data = {"mon_from": "09:00", "mon_to": "12:30", "holidays": "2026-12-25 Christmas"}
    assert cast.client(cast.owner).post(url(cast, "settings_hours"), data).status_code == 302
    cast.business.refresh_from_db()
    assert cast.business.hours == {"mon": [["09:00", "12:30"]]}
    holiday = Holiday.objects.for_business(cast.business).get()
    assert (holiday.date, holiday.name) == (date(2026, 12, 25), "Christmas")


def test_a_day_with_one_time_is_refused(cast: Cast) -> None:
    answer = cast.client(cast.owner).post(url(cast, "settings_hours"), {"mon_from": "09:00"})
    assert "Monday needs both times" in answer.content.decode()


def test_hours_over_midnight_are_kept(cast: Cast) -> None:
    cast.client(cast.owner).post(url(cast, "settings_hours"), {"fri_from": "18:00", "fri_to": "02:00"})
    cast.business.refresh_from_db()
    assert cast.business.hours == {"fri": [["18:00", "02:00"]]}


def test_a_wrong_closed_day_is_refused_and_kept_in_the_form(cast: Cast) -> None:
    answer = cast.client(cast.owner).post(url(cast, "settings_hours"), {"holidays": "Christmas"})
    assert "is not a day such as 2026-12-25" in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_asks_as_many_questions_however_many_days_are_closed(cast: Cast, name: str) -> None:
    client = cast.client(cast.owner)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, name))
        return len(queries)

    before = (count(), count())[1]
    Holiday.objects.bulk_create(Holiday(business=cast.business, date=date(2027, 1, day)) for day in range(1, 20))
    assert count() == before


def test_a_country_that_does_not_exist_is_refused(cast: Cast) -> None:
    page = cast.client(cast.owner).post(url(cast, "settings_business"), {**DETAILS, "country": "ZZ"}).content.decode()
    assert "There is no such country" in page
    assert "not a telephone number" not in page


def test_the_hours_do_not_call_every_time_optional(cast: Cast) -> None:
    page = cast.client(cast.owner).get(url(cast, "settings_hours")).content.decode()
    assert page.count("field__optional") == 1


@pytest.mark.parametrize(
    ("stored", "shown"), [("+13035550100", "(303) 555-0100"), ("+493012345678", "+49 30 12345678"), ("", "")]
)
def test_the_phone_is_shown_as_people_write_it_and_kept_as_it_was(cast: Cast, stored: str, shown: str) -> None:
    cast.business.phone = stored
    cast.business.save(update_fields=["phone"])
    client = cast.client(cast.owner)
    assert client.get(url(cast, "settings_business")).context["form"]["phone"].value() == shown
    client.post(url(cast, "settings_business"), {**DETAILS, "phone": shown})
    cast.business.refresh_from_db()
    assert cast.business.phone == stored
