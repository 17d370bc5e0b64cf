"""What other floors hold on to. This floor does not know them by name: it asks Django who points here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from contacts.models import (
    ConsentDetail,
    ContactChange,
    ContactPoint,
    ImportRow,
    ImportWrite,
    SuppressionDetail,
)

# Rows that go with a contact or stay without it; whatever else points at a contact means that it is in use.
OWN = frozenset({ContactPoint, ContactChange, ConsentDetail, SuppressionDetail, ImportRow, ImportWrite})


def find_held(business_id: int, model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Return those of these contacts or points that rows of another floor point at, such as an enrollment."""
    wanted, found = list(ids), set[int]()
    for relation in _relations(model):
        name = relation.field.name
        rows = relation.related_model.objects.for_business(business_id).filter(**{f"{name}__in": wanted})
        found.update(rows.values_list(f"{name}_id", flat=True))
    return found


def _relations(model: type[models.Model]) -> list[Any]:
    relations: list[Any] = [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]
    return [relation for relation in relations if relation.related_model not in OWN]
