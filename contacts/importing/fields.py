"""Pure: what a column of a file can mean, and a first guess from its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

# field: (name for people, headings that mean it)
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "first_name": ("First name", ("first name", "first", "given name", "forename", "fname")),
    "last_name": ("Last name", ("last name", "last", "surname", "family name", "lname")),
    "full_name": ("Full name", ("name", "full name", "customer", "customer name", "client", "client name", "patient",
                                "patient name", "lead", "lead name", "contact", "contact name")),
    "phone": ("Phone", ("phone", "mobile", "cell", "phone number", "mobile phone", "cell phone", "telephone", "tel",
                        "mobile number", "cell number", "primary phone")),
    "phone_2": ("Second phone", ("phone 2", "second phone", "other phone", "home phone", "work phone", "landline")),
    "line_type": ("Line type", ("line type", "phone type")),
    "email": ("Email", ("email", "e mail", "email address", "mail")),
    "city": ("Town", ("city", "town")),
    "state": ("State", ("state", "province", "region")),
    "postcode": ("ZIP code", ("zip", "zip code", "postcode", "postal code", "zipcode")),
    "country": ("Country", ("country", "country code")),
    "zone": ("Time zone", ("time zone", "timezone", "tz", "zone")),
    "language": ("Language", ("language", "lang")),
    "source": ("Lead source", ("source", "lead source", "origin", "how did you hear")),
    "tags": ("Tags", ("tags", "tag", "labels", "groups")),
    "standing": ("Standing", ("standing", "customer type", "status", "type")),
    "stated_request": ("What they asked for", ("request", "service", "interest", "interested in", "stated request",
                                               "notes")),
    "last_dealing_at": ("Last visit or deal", ("last visit", "last service", "last appointment", "last activity",
                                               "last contact", "last seen", "last job", "last order",
                                               "last contacted")),
    "external_id": ("Your own number", ("id", "customer id", "client id", "external id", "contact id", "account")),
    "do_not_contact": ("Do not contact", ("do not contact", "dnc", "do not text", "opt out", "opted out",
                                          "unsubscribed")),
    "consent_date": ("Consent: date", ("consent date", "opt in date", "opted in at", "consent at", "permission date",
                                       "consented at", "sms consent date", "date of consent", "when agreed",
                                       "agreed on", "date agreed")),
    "consent_source": ("Consent: where it was given", ("consent source", "opt in source", "permission source",
                                                       "how consented", "how agreed", "where agreed")),
    "consent_wording": ("Consent: the words agreed to", ("consent wording", "consent text", "opt in text",
                                                         "disclosure", "consent language")),
    "consent": ("Consent: yes or no", ("consent", "opt in", "opted in", "sms consent", "sms opt in", "text consent",
                                       "permission", "ok to text", "okay to text", "agreed to texts")),
}  # fmt: skip


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def guess_mapping(columns: Sequence[str]) -> dict[str, int]:
    """Return {field: column index} for the headings that plainly say what they hold; each column once."""
    mapping: dict[str, int] = {}
    taken: set[int] = set()
    plain = [_plain(column) for column in columns]
    for field, (_, headings) in FIELDS.items():
        for index, heading in enumerate(plain):
            if index not in taken and heading in headings:
                mapping[field] = index
                taken.add(index)
                break
    if "first_name" in mapping or "last_name" in mapping:
        mapping.pop("full_name", None)
    return mapping
