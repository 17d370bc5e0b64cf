"""How numbers and fields of a contact are written on its pages."""

from __future__ import annotations

from django import template

from contacts.addresses import write_phone
from contacts.importing.fields import FIELDS

register = template.Library()
register.filter("nice_phone", write_phone)


@register.filter
def cells(row: list[str]) -> str:
    """The cells of a row that hold something, in one line."""
    return " · ".join(cell for cell in row if cell.strip())


@register.filter
def field_name(name: str) -> str:
    """The words for a field that an import would change: stated_request is What they asked for."""
    return FIELDS[name][0] if name in FIELDS else name.replace("_", " ").capitalize()
