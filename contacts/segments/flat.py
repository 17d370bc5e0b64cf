"""The flat form of the first version: a few conditions that all must hold. Stored campaigns still have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contacts.segments.tree import Conditions, read_conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """inactive_months: no dealing and no message either way for so long (None: any); the others: any of these."""

    inactive_months: int | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "inactive_months": self.inactive_months,
            "tags": list(self.tags),
            "sources": list(self.sources),
            "standings": list(self.standings),
            "without_tags": list(self.without_tags),
        }

    def as_conditions(self) -> Conditions:
        """Return the same as a tree. Raises AudienceProblem for values that make no sense."""
        return read_conditions(self.as_json())


def read_audience(stored: Mapping[str, Any]) -> Conditions:
    """Return the conditions kept on a campaign, of either form. Raises AudienceProblem."""
    return read_conditions(stored)
