"""Conditions as a tree: {"all": [...]} and {"any": [...]} of conditions and further groups, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from contacts.segments.registry import AudienceProblem, Kind, kind_of

DEEPEST = 3
MOST_CONDITIONS = 30
FLAT = ("inactive_months", "tags", "sources", "standings", "without_tags")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with its values, checked when it was read."""

    kind: Kind
    values: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return {"is": self.kind.name, **plain}


@dataclass(frozen=True, slots=True)
class Conditions:
    """A group: all or any of its items must hold. Without items, at the top, it is everybody."""

    how: Literal["all", "any"] = "all"
    items: tuple[Condition | Conditions, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return what `read_conditions` reads."""
        return {self.how: [item.as_json() for item in self.items]}

    def walk(self) -> Iterator[Condition]:
        """Yield every condition of the tree in order."""
        for item in self.items:
            if isinstance(item, Conditions):
                yield from item.walk()
            else:
                yield item


def read_conditions(stored: Any) -> Conditions:
    """Return the conditions kept on a segment or a campaign; the flat form of the first version is read as a tree.

    Raises AudienceProblem with one sentence for whatever makes no sense.
    """
    if not isinstance(stored, Mapping):
        raise AudienceProblem("Conditions must be a group: “all” or “any” with a list.")
    if not stored:
        return Conditions()
    found = _read_group(stored, depth=1) if {"all", "any"} & stored.keys() else _read_flat(stored)
    if sum(1 for _ in found.walk()) > MOST_CONDITIONS:
        raise AudienceProblem(f"There are more than {MOST_CONDITIONS} conditions. Take some away.")
    return found


def _read_group(stored: Mapping[str, Any], *, depth: int) -> Conditions:
    if depth > DEEPEST:
        raise AudienceProblem(f"Groups can stand inside each other at most {DEEPEST} deep.")
    how: Literal["all", "any"] = "all" if "all" in stored else "any"
    if len(stored) != 1 or how not in stored:
        raise AudienceProblem("A group is either “all” or “any”, and nothing else beside it.")
    items = stored[how]
    if not isinstance(items, list | tuple):
        raise AudienceProblem(f"What stands in a group “{how}” must be a list.")
    if len(items) > MOST_CONDITIONS:
        raise AudienceProblem(f"There are more than {MOST_CONDITIONS} conditions. Take some away.")
    if not items and depth > 1:
        raise AudienceProblem("A group inside the conditions is empty. Add a condition to it or take it away.")
    return Conditions(how, tuple(_read_item(item, depth=depth) for item in items))


def _read_item(item: Any, *, depth: int) -> Condition | Conditions:
    if not isinstance(item, Mapping):
        raise AudienceProblem("A condition must say what it is about, with its values.")
    if "is" not in item:
        return _read_group(item, depth=depth + 1)
    kind = kind_of(item["is"])
    return Condition(kind, kind.read({name: value for name, value in item.items() if name != "is"}))


def _read_flat(stored: Mapping[str, Any]) -> Conditions:
    unknown = sorted(str(name) for name in stored if name not in FLAT)
    if unknown:
        raise AudienceProblem(f"There is no condition called “{unknown[0][:60]}”.")
    rows: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
        ("no_contact", "months", stored.get("inactive_months"), {}),
        ("tags", "tags", stored.get("tags"), {"how": "any"}),
        ("tags", "tags", stored.get("without_tags"), {"how": "none"}),
        ("source", "sources", stored.get("sources"), {"how": "is"}),
        ("standing", "standings", stored.get("standings"), {"how": "is"}),
    )
    given = [(kind_of(kind), {name: value, **more}) for kind, name, value, more in rows if value not in (None, [], ())]
    return Conditions("all", tuple(Condition(kind, kind.read(values)) for kind, values in given))
