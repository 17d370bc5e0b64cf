"""How numbers and fields of a contact are written on its pages."""

from __future__ import annotations

from django import template

from contacts.addresses import write_phone
from contacts.importing.fields import name_field

register = template.Library()
register.filter("nice_phone", write_phone)


@register.filter
def cells(row: list[str]) -> str:
    """The cells of a row that hold something, in one line."""
    return " · ".join(cell for cell in row if cell.strip())


@register.filter
def field_name(name: str) -> str:
    """The words for a field that an import would change: stated_request is What they asked for."""
    return name_field(name)


@register.filter
def side(value: object) -> str:
    """One side of a change in words: a list, fields of the business's own, the day of a moment, or the text itself."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in sorted(value.items()))
    text = "" if value is None else str(value)
    return text[:10] if len(text) > 18 and text[10:11] == "T" else text
