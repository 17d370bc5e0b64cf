"""Phones and emails in the spellings people use, and where a number probably is."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.addresses import (
    Places,
    is_fictional,
    is_toll_free,
    likely_places,
    parse_email,
    parse_phone,
    zones_of_states,
)
from contacts.area_codes import AREA_CODES


@pytest.mark.parametrize(
    "spelling",
    [
        "(212) 555-0123",
        "212.555.0123",
        "212-555-0123 ext. 4",
        "(212) 555-0123 x4",
        "1 212 555 0123",
        "12125550123",
        "+1 212 555 0123",
        "001 212 555 0123",
        "tel:+12125550123",
        "'2125550123",
        "2125550123.0",
        "2.125550123E+09",
        "1.2125550123e10",
        "\u202a+1 212 555 0123\u202c",
        "٢١٢٥٥٥٠١٢٣",
        2125550123,
        2125550123.0,
    ],
)
def test_one_number_in_many_spellings_is_one_number(spelling: object) -> None:
    assert parse_phone(spelling, region="US").e164 == "+12125550123"


@pytest.mark.parametrize(
    ("spelling", "region", "e164"),
    [
        ("020 7946 0958", "GB", "+442079460958"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("416-555-0123", "CA", "+14165550123"),
        ("04 12 34 56 78", "AU", "+61412345678"),
    ],
)
def test_numbers_of_other_countries_are_read(spelling: str, region: str, e164: str) -> None:
    assert parse_phone(spelling, region=region).e164 == e164


@pytest.mark.parametrize(
    ("spelling", "problem"),
    [
        (None, "There is no phone number here."),
        ("  ", "There is no phone number here."),
        ("ask Bob", "This is not a phone number."),
        ("555-0123", "This number has too few digits. Write it with its area code."),
        ("212 555 01234 567", "This number has too many digits."),
        ("(999) 555-1234", "No such number exists: the area code or the first digits are wrong."),
        ("900-555-1234", "This is a premium-rate number, which cannot be a customer's."),
        ("212-555-0123 / 212-555-0124", "There is more than one number here. Keep one number in each field."),
        ("212-555-0123 or 212-555-0124", "There is more than one number here. Keep one number in each field."),
        (
            "2.12555E+09",
            "The spreadsheet has shortened this number. Format the column as text and export it again.",
        ),
        (
            "2.125551234E+10",
            "The spreadsheet has shortened this number. Format the column as text and export it again.",
        ),
        ("1" * 61, "This is too long for a phone number."),
    ],
)
def test_a_number_that_cannot_be_read_says_why(spelling: object, problem: str) -> None:
    reading = parse_phone(spelling, region="US")
    assert (reading.e164, reading.problem) == (None, problem)


@settings(max_examples=150, deadline=None)
@given(raw=st.text(max_size=80), region=st.sampled_from(["US", "GB", "", "ZZ"]))
def test_reading_a_phone_never_raises_and_always_answers(raw: str, region: str) -> None:
    reading = parse_phone(raw, region=region)
    assert (reading.e164 is None) is not (reading.problem is None)


@settings(max_examples=150, deadline=None)
@given(raw=st.text(max_size=80))
def test_reading_an_email_never_raises_and_is_stable(raw: str) -> None:
    reading = parse_email(raw)
    assert (reading.email is None) is not (reading.problem is None)
    if reading.email:
        assert parse_email(reading.email) == reading


@pytest.mark.parametrize(
    ("spelling", "email"),
    [
        (" Ann@Example.COM ", "ann@example.com"),
        ("Ann Lee <ann@example.com>", "ann@example.com"),
        ("mailto:ann@example.com", "ann@example.com"),
        ("ann+news@mail.example.co.uk;", "ann+news@mail.example.co.uk"),
    ],
)
def test_one_email_in_many_spellings_is_one_address(spelling: str, email: str) -> None:
    assert parse_email(spelling).email == email


@pytest.mark.parametrize(
    ("spelling", "problem"),
    [
        ("", "There is no email address here."),
        ("ann.example.com", "This is not an email address: the part before or after the @ is missing."),
        ("@example.com", "This is not an email address: the part before or after the @ is missing."),
        ("ann@example", "The part after the @ is not a domain such as example.com."),
        ("ann@10.0.0.1", "The part after the @ is not a domain such as example.com."),
        ("a@example.com, b@example.com", "There is more than one address here, or a space inside it."),
        ("a..b@example.com", "The part before the @ holds characters that no address has."),
        ("a" * 65 + "@example.com", "This is too long for an email address."),
    ],
)
def test_an_email_that_cannot_be_read_says_why(spelling: str, problem: str) -> None:
    assert parse_email(spelling).problem == problem


def test_a_number_is_placed_by_its_area_code() -> None:
    assert likely_places("+12125550123") == Places("US", ("NY",), ("America/New_York",))


def test_an_area_code_on_a_zone_line_names_both_zones() -> None:
    assert likely_places("+18505550123").zones == ("America/Chicago", "America/New_York")


def test_an_overlay_has_the_zones_of_the_code_it_overlays() -> None:
    assert likely_places("+14485550123").zones == likely_places("+18505550123").zones


def test_a_territory_is_in_the_united_states() -> None:
    assert likely_places("+17875550123") == Places("US", ("PR",), ("America/Puerto_Rico",))


def test_a_toll_free_number_is_nowhere() -> None:
    assert likely_places("+18005550123") == Places("", (), ())


def test_a_number_abroad_has_its_country_and_zone() -> None:
    assert likely_places("+442079460958") == Places("GB", (), ("Europe/London",))


@pytest.mark.parametrize("text", ["", "+1", "x", "+1212", "+99912345678"])
def test_nonsense_is_nowhere(text: str) -> None:
    assert likely_places(text).zones == ()


def test_every_state_has_a_zone() -> None:
    assert len(zones_of_states()) == 56
    assert zones_of_states()["IN"] == ("America/Chicago", "America/New_York")


def test_the_area_code_table_is_whole() -> None:
    assert len(AREA_CODES) > 400
    assert all(states for country, states, _ in AREA_CODES.values() if country == "US")


@pytest.mark.parametrize(
    ("e164", "expected"),
    [("+12125550100", True), ("+12125550199", True), ("+12125550200", False), ("+1212555010", False)],
)
def test_numbers_reserved_for_fiction_are_known(e164: str, expected: bool) -> None:
    assert is_fictional(e164) is expected


@pytest.mark.parametrize(("e164", "expected"), [("+18335551234", True), ("+18305551234", False)])
def test_toll_free_numbers_are_known(e164: str, expected: bool) -> None:
    assert is_toll_free(e164) is expected


def test_the_heavy_geocoder_is_never_loaded() -> None:
    program = "import sys, contacts.eligibility, contacts.addresses; sys.exit('phonenumbers.geodata' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
