"""Pure: `{{ first_name|there }}` in a text becomes the contact's own words, or the words after the bar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What may stand in a text for contacts, with what each is in plain words.
FIELDS: dict[str, str] = {
    "first_name": "first name",
    "last_name": "last name",
    "city": "town",
    "stated_request": "what they asked about",
    "business": "name of the business",
    "sender_name": "name the business texts under",
    "business_phone": "telephone number of the business",
    "hours": "hours of the business, as set under Hours",
}

_FIELD = re.compile(r"\{\{\s*([A-Za-z_]+)\s*(?:\|([^{}]*))?\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Merged:
    """text: what will be read; empty: fields this contact has nothing for and that name no other word."""

    text: str
    empty: tuple[str, ...]


def problems_of(template: str) -> list[str]:
    """Return a sentence for each field that is unknown or badly written; an empty list means the text is fine."""
    found = []
    for match in _FIELD.finditer(template):
        if match[1].lower() not in FIELDS:
            known = ", ".join(FIELDS)
            found.append(f"There is no field called {match[1]}. You can use: {known}.")
    if _STRAY.search(_FIELD.sub("", template)):
        found.append("A field is not closed: write it like {{ first_name|there }}.")
    return found


def merge(template: str, values: Mapping[str, str]) -> Merged:
    """Fill the fields of `template` from `values`. Unknown fields stay as they are, for the check to refuse."""
    empty: list[str] = []

    def fill(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name not in FIELDS:
            return match[0]
        value = " ".join(values.get(name, "").split())
        if value:
            return value
        if match[2] is None:
            empty.append(name)
            return ""
        return match[2].strip()

    text = _FIELD.sub(fill, template)
    return Merged(re.sub(r" {2,}", " ", text).strip(), tuple(empty))
