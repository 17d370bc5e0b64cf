"""Conditions in plain words: "No contact for 6 months, tagged furnace, not in state Opted out by text"."""

from __future__ import annotations

from accounts.models import Business
from contacts.segments.registry import Input
from contacts.segments.tree import Condition, Conditions

EVERYBODY = "Everybody in your contacts"


class Labels:
    """What people call the values of inputs; each input's choices are looked up once."""

    def __init__(self, business: Business) -> None:
        self.business = business
        self.known: dict[int, dict[str, str]] = {}

    def name(self, one: Input, value: str) -> str:
        """Return the label of a value, or the value itself where it has none (any more)."""
        if one.form not in ("choice", "choices"):
            return value
        if id(one) not in self.known:
            self.known[id(one)] = dict(one.offer(self.business))
        return self.known[id(one)].get(value, value)


def describe_conditions(business: Business, conditions: Conditions, *, labels: Labels | None = None) -> str:
    """Return the conditions as one sentence without a full stop.

    labels: of the same business, where several trees are described at once.
    """
    words = _say_group(conditions, labels or Labels(business)) if conditions.items else EVERYBODY
    return words[:1].upper() + words[1:]


def _say_group(group: Conditions, labels: Labels) -> str:
    said = [_say(item, labels) for item in group.items]
    if len(said) == 1:
        return said[0]
    return ", ".join(said) if group.how == "all" else "either " + " or ".join(said)


def _say(item: Condition | Conditions, labels: Labels) -> str:
    if isinstance(item, Conditions):
        words = _say_group(item, labels)
        return f"({words})" if len(item.items) > 1 else words
    inputs = {one.name: one for one in item.kind.inputs}
    return item.kind.say(item.values, lambda name, value: labels.name(inputs[name], value))
