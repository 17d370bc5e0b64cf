"""Conditions kept under a name: list, make, rename, change, delete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Business, Member
from contacts.models import SavedSegment
from contacts.segments.finding import find_audience
from contacts.segments.tree import Conditions, read_conditions

MOST_SEGMENTS = 200


class SegmentProblem(Exception):
    """What was asked of a saved segment cannot be done; the text says why in a sentence."""


# What upper floors say of the use of a segment, in sentences: "The draft “Winter” uses it."
_USES: dict[str, Callable[[SavedSegment], list[str]]] = {}


def register_use(name: str, tell: Callable[[SavedSegment], list[str]]) -> None:
    """Add a look at who uses a segment; `tell` returns the names of what does."""
    _USES[name] = tell


def uses_of(segment: SavedSegment) -> list[str]:
    """Return the names of what uses a segment."""
    return [name for tell in _USES.values() for name in tell(segment)]


def list_segments(business: Business) -> QuerySet[SavedSegment]:
    """Return the saved segments of a business by name."""
    rows: QuerySet[SavedSegment] = SavedSegment.objects.for_business(business)
    return rows.select_related("created_by__user").order_by("name", "pk")


def read_segment(segment: SavedSegment) -> Conditions:
    """Return a segment's conditions. Raises AudienceProblem for what can no longer be read."""
    return read_conditions(segment.conditions)


def make_segment(
    business: Business, *, name: str, conditions: Conditions, member: Member | None, now: datetime
) -> SavedSegment:
    """Keep conditions under a name. Raises SegmentProblem for no name or one that is taken."""
    find_audience(business, conditions, now=now)
    if SavedSegment.objects.for_business(business).count() >= MOST_SEGMENTS:
        raise SegmentProblem(f"There are {MOST_SEGMENTS} segments already. Delete one that nobody needs first.")
    cleaned, stored = _clean_name(name), conditions.as_json()
    try:
        with transaction.atomic():
            return SavedSegment.objects.create(
                business=business, name=cleaned, conditions=stored, created_by=member, created_at=now
            )
    except IntegrityError:
        raise _taken(name) from None


def change_segment(segment: SavedSegment, *, name: str, conditions: Conditions, now: datetime) -> SavedSegment:
    """Rename a segment and change its conditions; campaigns keep the copy they have. Raises SegmentProblem."""
    find_audience(segment.business, conditions, now=now)
    segment.name, segment.conditions = _clean_name(name), conditions.as_json()
    try:
        with transaction.atomic():
            segment.save(update_fields=["name", "conditions", "updated_at"])
    except IntegrityError:
        raise _taken(name) from None
    return segment


def delete_segment(segment: SavedSegment) -> None:
    """Forget a segment. Raises SegmentProblem while a draft uses it."""
    used_by = uses_of(segment)
    if used_by:
        names = ", ".join(f"“{name}”" for name in used_by[:5])
        raise SegmentProblem(f"This segment is used by the draft {names}. Choose another audience there first.")
    segment.delete()


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.replace("\0", "").split())[:80]
    if not cleaned:
        raise SegmentProblem("Give the segment a name.")
    return cleaned


def _taken(name: str) -> SegmentProblem:
    return SegmentProblem(f"There is a segment called “{' '.join(name.split())[:80]}” already. Choose another name.")
