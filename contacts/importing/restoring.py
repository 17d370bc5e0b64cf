"""Undo for contacts that were there before: each field goes back where it still holds what the import wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contacts.importing.changes import FIELDS
from contacts.importing.holding import find_held
from contacts.models import Contact, ContactChange, ContactPoint, ImportBatch, ImportWrite

COLUMNS = {"owner": "owner_id"}


def set_back(batch: ImportBatch, writes: Sequence[ImportWrite], *, now: datetime) -> None:
    """Set fields back, remove the points that were added and forget the line types that were learned."""
    contacts = Contact.objects.for_business(batch.business_id).in_bulk([write.contact_id for write in writes])
    changes: list[ContactChange] = []
    for write in writes:
        contact = contacts.get(write.contact_id or 0)
        if contact is None:
            continue
        for field, (old, new) in write.changes.items():
            column = COLUMNS.get(field, field)
            present = getattr(contact, column)
            if present != _value(field, new):
                continue
            setattr(contact, column, _value(field, old))
            changes.append(_change(batch, contact, field, new, old, now=now))
    if changes:
        columns = [COLUMNS.get(name, name) for name in FIELDS]
        Contact.objects.for_business(batch.business_id).bulk_update(list(contacts.values()), columns)
    points = [point for write in writes for point in write.points]
    changes += _remove_points(batch, points, now=now)
    ContactChange.objects.bulk_create(changes, batch_size=2_000)
    typed = ContactPoint.objects.for_business(batch.business_id).filter(
        pk__in=[point for write in writes for point in write.typed_points], line_type_source="import"
    )
    typed.update(line_type=ContactPoint.LineType.UNKNOWN, line_type_source="")


def _value(field: str, value: Any) -> Any:
    """A value as the column holds it, from the JSON in which it was kept."""
    if field == "last_dealing_at" and value is not None:
        return datetime.fromisoformat(value)
    return value


def _remove_points(batch: ImportBatch, ids: Sequence[int], *, now: datetime) -> list[ContactChange]:
    rows = (
        ContactPoint.objects.for_business(batch.business_id)
        .filter(pk__in=ids)
        .exclude(pk__in=find_held(batch.business_id, ContactPoint, ids))
    )
    points = list(rows.select_related("contact"))
    changes = [_change(batch, point.contact, point.kind, point.address, "", now=now) for point in points]
    ContactPoint.objects.for_business(batch.business_id).filter(pk__in=[point.pk for point in points]).delete()
    return changes


def _change(batch: ImportBatch, contact: Contact, field: str, old: Any, new: Any, *, now: datetime) -> ContactChange:
    return ContactChange(
        business=batch.business, contact=contact, field=field, old=_text(old), new=_text(new),
        by_member=batch.undone_by, origin=f"import:{batch.pk}:undone", at=now,
    )  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))[:500]
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in sorted(value.items()))[:500]
    return str(value if value is not None else "")[:500]
