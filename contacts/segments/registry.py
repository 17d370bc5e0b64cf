"""The kinds of condition there are: each with its label, its inputs, its reading, its query and its words.

Upper floors add theirs with `register_condition`: contacts knows nothing of campaigns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from django.db.models import Q

from accounts.models import Business
from contacts.models import CustomField

MOST_MONTHS = 240
MOST_VALUES = 200
LONGEST_VALUE = 120
Choices = Sequence[tuple[str, str]]
Values = Mapping[str, Any]
# The label that people know for a value of an input: ("owner", "12") is "Ann Fields".
Label = Callable[[str, str], str]


class AudienceProblem(ValueError):
    """The conditions cannot be used; the text says why in a sentence."""


@dataclass(frozen=True)
class Scope:
    """For whom and when conditions are asked."""

    business: Business
    now: datetime

    @cached_property
    def custom_kinds(self) -> dict[str, str]:
        """The kind of each custom field, by its key."""
        return dict(CustomField.objects.for_business(self.business).values_list("key", "kind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value of a condition and the control that asks for it.

    choices: pairs of value and label, or what looks them up for a business; low and high bound a number.
    """

    name: str
    label: str
    form: Literal["number", "choice", "choices", "words", "text", "date"]
    choices: Choices | Callable[[Business], Choices] = ()
    low: int = 1
    high: int = MOST_MONTHS
    required: bool = True
    default: Any = None
    help: str = ""

    def read(self, raw: Any) -> Any:
        """Return the value in its one form, or None where nothing was given. Raises AudienceProblem with a sentence."""
        if raw is None or raw in ("", [], ()):
            if self.required:
                raise AudienceProblem("Choose at least one." if "choice" in self.form else "Fill this in.")
            return None
        return _READERS[self.form](self, raw)

    def offer(self, business: Business) -> Choices:
        """Return what can be chosen here."""
        return self.choices(business) if callable(self.choices) else self.choices


def _read_number(one: Input, raw: Any) -> int:
    number = int(raw) if isinstance(raw, str) and re.fullmatch(r"\s*\d{1,6}\s*", raw) else raw
    if not isinstance(number, int) or isinstance(number, bool) or not one.low <= number <= one.high:
        raise AudienceProblem(f"This must be a whole number from {one.low} to {one.high}.")
    return number


def _read_text(one: Input, raw: Any) -> str:
    if not isinstance(raw, str) or "\0" in raw or not raw.strip():
        raise AudienceProblem("This must be words.")
    if len(raw.strip()) > LONGEST_VALUE:
        raise AudienceProblem(f"This may have at most {LONGEST_VALUE} characters.")
    return raw.strip()


def _read_choice(one: Input, raw: Any) -> str:
    value = _read_text(one, str(raw) if isinstance(raw, int) else raw)
    if not callable(one.choices) and value not in dict(one.choices):
        raise AudienceProblem(f"“{value}” is not one of the choices.")
    return value


def _read_choices(one: Input, raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise AudienceProblem("This must be a list.")
    if len(raw) > MOST_VALUES:
        raise AudienceProblem(f"Choose at most {MOST_VALUES}.")
    return tuple(dict.fromkeys(_read_choice(one, value) for value in raw))


def _read_words(one: Input, raw: Any) -> tuple[str, ...]:
    parts = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list | tuple) or len(parts) > MOST_VALUES:
        raise AudienceProblem(f"This must be a list of at most {MOST_VALUES}, apart by commas.")
    found = tuple(dict.fromkeys(_read_text(one, part) for part in parts if part != "" and str(part).strip()))
    if not found and one.required:
        raise AudienceProblem("Fill this in.")
    return found


def _read_date(one: Input, raw: Any) -> str:
    try:
        return date.fromisoformat(_read_text(one, raw)).isoformat()
    except ValueError:
        raise AudienceProblem("This must be a date, such as 2026-03-31.") from None


_READERS: dict[str, Callable[[Input, Any], Any]] = {
    "number": _read_number,
    "choice": _read_choice,
    "choices": _read_choices,
    "words": _read_words,
    "text": _read_text,
    "date": _read_date,
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of condition.

    name: how it is stored; label: how people find it; group: under which heading; ask: its values as a query on
    Contact; say: its values as part of a sentence; check: raises AudienceProblem where the values do not go together.
    """

    name: str
    label: str
    group: str
    inputs: tuple[Input, ...]
    ask: Callable[[Values, Scope], Q]
    say: Callable[[Values, Label], str]
    check: Callable[[Values], None] | None = None
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(one.name for one in self.inputs))

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a condition in their one form. Raises AudienceProblem with a sentence."""
        unknown = sorted(str(name) for name in given if name not in self.names)
        if unknown:
            raise AudienceProblem(f"“{self.label}” has no value called {unknown[0]}.")
        values: dict[str, Any] = {}
        for one in self.inputs:
            try:
                value = one.read(given.get(one.name))
            except AudienceProblem as problem:
                raise AudienceProblem(f"“{self.label}”, {one.label.lower()}: {problem}") from None
            if value is not None:
                values[one.name] = value
        if self.check is not None:
            self.check(values)
        return values


_KINDS: dict[str, Kind] = {}


def register_condition(kind: Kind) -> Kind:
    """Add a kind of condition; the last one under a name counts, so that reloading a module is harmless."""
    _KINDS[kind.name] = kind
    return kind


def kind_of(name: Any) -> Kind:
    """Return a kind by its name. Raises AudienceProblem for one that does not exist."""
    if not isinstance(name, str) or name not in _KINDS:
        raise AudienceProblem(f"There is no condition called “{str(name)[:60]}”.")
    return _KINDS[name]


def all_kinds() -> list[Kind]:
    """Return every kind, in the order in which they were registered."""
    return list(_KINDS.values())
