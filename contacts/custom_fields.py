"""Fields of a business's own on its contacts: add, rename, remove when nobody has anything in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import Business
from contacts.models import Contact, CustomField

MOST_FIELDS = 40
# Rows counted for "used by": beyond, it says "more than".
COUNTED = 1000


class FieldProblem(Exception):
    """What was asked of a field cannot be done; the text says why in a sentence."""


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field and how many contacts have something in it, counted up to COUNTED."""

    field: CustomField
    used: int

    @property
    def words(self) -> str:
        if self.used > COUNTED:
            return f"more than {COUNTED:,} contacts"
        return "nobody" if not self.used else "1 contact" if self.used == 1 else f"{self.used:,} contacts"


def list_fields(business: Business) -> list[CustomField]:
    """Return the fields of a business by label."""
    return list(CustomField.objects.for_business(business).order_by("label", "pk"))


def count_use(field: CustomField) -> FieldUse:
    """Return a field with how many contacts have something in it."""
    rows = Contact.objects.for_business(field.business_id).filter(custom__has_key=field.key)
    return FieldUse(field, rows[: COUNTED + 1].count())


def add_field(business: Business, *, label: str, kind: str) -> CustomField:
    """Add a field; its key is made from its label and never changes. Raises FieldProblem."""
    cleaned = _clean(business, label)
    if CustomField.objects.for_business(business).count() >= MOST_FIELDS:
        raise FieldProblem(f"There are {MOST_FIELDS} fields already. Remove one that nobody uses first.")
    key = slugify(cleaned).replace("-", "_")[:40] or "field"
    try:
        with transaction.atomic():
            return CustomField.objects.create(business=business, key=key, label=cleaned, kind=kind)
    except IntegrityError:
        raise FieldProblem(f"A field called like “{cleaned}” exists already. Choose another name.") from None


def rename_field(field: CustomField, *, label: str) -> CustomField:
    """Give a field another label; what contacts have in it stays. Raises FieldProblem."""
    field.label = _clean(field.business, label, besides=field)
    field.save(update_fields=["label"])
    return field


def remove_field(field: CustomField) -> None:
    """Remove a field that nobody has anything in. Raises FieldProblem else."""
    use = count_use(field)
    if use.used:
        raise FieldProblem(f"“{field.label}” is filled in for {use.words}, so it stays. Empty it there first.")
    field.delete()


def _clean(business: Business, label: str, besides: CustomField | None = None) -> str:
    cleaned = " ".join(label.replace("\0", "").split())[:60]
    if not cleaned:
        raise FieldProblem("Give the field a name.")
    rows = CustomField.objects.for_business(business).filter(label__iexact=cleaned)
    if (rows.exclude(pk=besides.pk) if besides else rows).exists():
        raise FieldProblem(f"There is a field called “{cleaned}” already. Choose another name.")
    return cleaned
