"""One row of any model, made from what its fields demand: a new model needs an entry here only for rules of its own."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests import factories

_numbers = itertools.count(1)
# What constraints and triggers ask for beyond the fields' types.
SPECIAL: dict[str, dict[str, Any]] = {
    "accounts.Business": {"is_demo": True},
    "conversations.ChannelAccount": {"provider": "sandbox"},
    "conversations.Message": {"direction": "out", "status": "sent", "author": "system"},
    "conversations.InstanceState": {"singleton": True},
    "django_q.Success": {"func": "config.tasks.beat", "success": True},
    "django_q.Failure": {"func": "config.tasks.beat", "success": False},
}


def make_row(model: type[models.Model], **given: Any) -> models.Model:
    """Insert one row of a model, and first the rows that it cannot be without."""
    values = {**SPECIAL.get(model._meta.label, {}), **given}
    business = values.get("business")
    for field in model._meta.concrete_fields:
        if field.name in values or field.attname in values or not _must_be_given(field):
            continue
        values[field.name] = _make_value(field, business, values)
        if field.name == "business":
            business = values["business"]
    return model._base_manager.create(**values)


def _must_be_given(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, models.ForeignKey):
        return not field.null
    if field.primary_key:
        return not isinstance(field, models.AutoField)
    if field.unique:
        return not field.null
    return not (field.null or field.has_default() or getattr(field, "auto_now_add", False))


def _make_value(field: models.Field[Any, Any], business: Any, values: dict[str, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        owned = business is not None and any(one.name == "business" for one in target._meta.fields)
        return business if target is type(business) else make_row(target, **({"business": business} if owned else {}))
    if field.choices:
        return next(iter(field.flatchoices))[0]
    return _make_plain(field)


def _make_plain(field: models.Field[Any, Any]) -> Any:
    number = next(_numbers)
    made: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.BooleanField, False),
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, factories.NOW + timedelta(minutes=number)),
        (models.DateField, date(2026, 1, 1) + timedelta(days=number)),
        (models.FloatField, 1.0 + number),
        (models.IntegerField, number),
        (models.EmailField, f"row{number}@example.com"),
        (models.GenericIPAddressField, "127.0.0.1"),
        (models.JSONField, {}),
        (models.BinaryField, b"row"),
        (ArrayField, []),
    ]
    found = next((value for kind, value in made if isinstance(field, kind)), None)
    text = f"row{number}"
    return text[: field.max_length or len(text)] if found is None else found
