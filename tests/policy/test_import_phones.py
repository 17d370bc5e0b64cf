"""The import's fast reading of numbers and addresses answers as contacts.addresses does."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from phonenumbers import PhoneMetadata

from contacts.addresses import parse_email, parse_phone
from contacts.importing.phones import read_email, read_phone

KINDS = ("general_desc", "fixed_line", "mobile", "toll_free", "premium_rate", "personal_number", "voip", "uan")
FORMS = ("{}{}{}", "({}) {}-{}", "{}-{}-{}", "+1{}{}{}", "1 {} {} {}", "{}.{}.{}")


@pytest.mark.parametrize("region", [one for one in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1] if one != "BB"])
def test_no_table_of_north_america_looks_at_the_last_four_digits(region: str) -> None:
    found = [getattr(PhoneMetadata.metadata_for_region(region), kind, None) for kind in KINDS]
    patterns = [one.national_number_pattern for one in found if one and one.national_number_pattern]
    ends = (r"\d{4}", r"\d{5}", r"\d{6}", r"\d{7}", r"\d{8}", r"\d{9}")
    assert [p for p in patterns if p != "NA" and not p.rstrip(")").endswith(ends)] == []


@pytest.mark.parametrize("region", ["US", "CA", "GB", "DE"])
def test_numbers_are_read_as_everywhere_else(region: str) -> None:
    rng = random.Random(3)
    for _ in range(400):
        parts = rng.randint(200, 999), f"{rng.randint(0, 999):03d}", f"{rng.randint(0, 9999):04d}"
        text = rng.choice(FORMS).format(*parts)
        assert read_phone(text, region=region) == parse_phone(text, region=region), text


@pytest.mark.parametrize(
    "text", ["Ann@Example.com", "a.b+c@x-y.example", "a..b@x.com", "a@-x.com", "a@b", " a@x.com ", "a@x.com;"]
)
def test_addresses_are_read_as_everywhere_else(text: str) -> None:
    assert read_email(text) == parse_email(text)


@pytest.mark.parametrize("text", ["+12465211234", "+12465210100", "(246) 520-1234", "246 230 1234"])
def test_barbados_is_read_to_its_seventh_digit(text: str) -> None:
    assert read_phone(text, region="US") == parse_phone(text, region="US")
