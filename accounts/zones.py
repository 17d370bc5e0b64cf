"""Time zones as people know them: the United States by name first, then the rest of the world by continent."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import available_timezones

# West of the date line last; Arizona, Hawaii and Puerto Rico keep their clocks all year.
UNITED_STATES = {
    "America/New_York": "Eastern — New York",
    "America/Chicago": "Central — Chicago",
    "America/Denver": "Mountain — Denver",
    "America/Phoenix": "Arizona — Phoenix",
    "America/Los_Angeles": "Pacific — Los Angeles",
    "America/Anchorage": "Alaska — Anchorage",
    "Pacific/Honolulu": "Hawaii — Honolulu",
    "America/Puerto_Rico": "Atlantic — Puerto Rico",
}
# Old spellings of zones that have a place's name too.
_NOT_PLACES = frozenset({"Etc", "US", "Canada", "Brazil", "Mexico", "Chile", "SystemV", "posix", "right"})

Choices = list[tuple[str, list[tuple[str, str]]]]


def name_zone(zone: str) -> str:
    """Return a zone's plain name: "Eastern — New York", "Berlin", "Indianapolis, Indiana"."""
    parts = zone.replace("_", " ").split("/")[1:]
    return UNITED_STATES.get(zone) or ", ".join(reversed(parts)) or zone


def zone_choices(current: str = "") -> Choices:
    """Return all zones in groups for a select. `current` is offered even in a spelling that is no longer listed."""
    places = {zone for zone in available_timezones() if "/" in zone and zone.split("/")[0] not in _NOT_PLACES}
    places = places - UNITED_STATES.keys() | ({current} - UNITED_STATES.keys() - {""})
    others = groupby(sorted(places), key=lambda zone: zone.split("/")[0])
    return [
        ("United States", list(UNITED_STATES.items())),
        *((continent, [(zone, name_zone(zone)) for zone in zones]) for continent, zones in others),
    ]
