"""Conditions on the fields of a business's own, by the kind each field has: text, number or date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import BooleanField, Case, DecimalField, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, GreaterThan, IContains, IExact, LessThan, Regex

from contacts.segments import offers
from contacts.segments.person import PERSON
from contacts.segments.registry import AudienceProblem, Input, Kind, Label, Scope, Values, register_condition

NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HOW = (
    ("is", "is"),
    ("is_not", "is not"),
    ("contains", "contains"),
    ("over", "is more than, or later than"),
    ("under", "is less than, or earlier than"),
    ("filled", "is filled in"),
    ("empty", "is empty"),
)
WORDS = {"is": "is", "is_not": "is not", "contains": "contains", "over": "above", "under": "below"}


def _check(values: Values) -> None:
    if values["how"] not in ("filled", "empty") and "value" not in values:
        raise AudienceProblem("“A field of your own”: fill in the value to compare with.")


def _ask(values: Values, scope: Scope) -> Q:
    key, how = values["field"], values["how"]
    kind = scope.custom_kinds.get(key)
    if kind is None:
        raise AudienceProblem(f"There is no field of your own called “{key}” any more. Take this condition away.")
    text = KeyTextTransform(key, "custom")
    is_empty = Q(**{f"custom__{key}": ""}) | ~Q(custom__has_key=key)
    if how in ("filled", "empty"):
        return is_empty if how == "empty" else ~is_empty
    q = _compare(kind, text, how, values["value"])
    if how != "is_not":
        return q
    # Whoever has nothing there, or nothing that compares, is not it either: NOT of an unknown would leave them out.
    known = Case(When(q, then=Value(True)), default=Value(False), output_field=BooleanField())
    return Q(Exact(known, Value(False)))


def _compare(kind: str, text: Any, how: str, value: str) -> Q:
    if kind == "number" and how != "contains":
        # CASE keeps PostgreSQL from casting what is no number.
        number = Case(
            When(Regex(text, NUMBER), then=Cast(text, DecimalField(max_digits=30, decimal_places=6))),
            output_field=DecimalField(max_digits=30, decimal_places=6),
        )
        return _by_order(number, how, Value(_number(value), output_field=DecimalField()))
    if kind == "date" and how != "contains":
        # As text: YYYY-MM-DD sorts as the days do.
        return Q(Regex(text, DAY)) & _by_order(text, how, Value(_day(value)))
    if how in ("over", "under"):
        raise AudienceProblem("“A field of your own”: more and less are for fields that hold numbers or dates.")
    return Q(IContains(text, value)) if how == "contains" else Q(IExact(text, value))


def _by_order(left: Any, how: str, right: Any) -> Q:
    if how in ("over", "under"):
        return Q(GreaterThan(left, right) if how == "over" else LessThan(left, right))
    return Q(Exact(left, right))


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise AudienceProblem(f"“A field of your own”: “{value}” is not a number.")
    return number


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise AudienceProblem(f"“A field of your own”: “{value}” is not a date such as 2026-03-31.") from None


def _say(values: Values, label: Label) -> str:
    name = label("field", values["field"])
    if values["how"] in ("filled", "empty"):
        return f"{name} {'filled in' if values['how'] == 'filled' else 'empty'}"
    return f"{name} {WORDS[values['how']]} {values['value']}"


register_condition(
    Kind(
        name="custom", label="A field of your own", group=PERSON, ask=_ask, say=_say, check=_check,
        inputs=(Input(name="field", label="Field", form="choice", choices=offers.offer_custom_fields),
                Input(name="how", label="How", form="choice", choices=HOW, default="is"),
                Input(name="value", label="Value", form="text", required=False)),
    )
)  # fmt: skip
