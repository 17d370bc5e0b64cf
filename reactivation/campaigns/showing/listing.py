"""The list of campaigns: by state, keyset-paged, each with its counts and its replies day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import Business
from reactivation.campaigns.models import Campaign, Enrollment

PAGE = 20
# The line beside a campaign shows replies on so many days.
DAYS = 14
State = Campaign.State
FILTERS: dict[str, tuple[str, Q]] = {
    "": ("All", Q(archived_at=None)),
    "active": ("Active", Q(state__in=[State.SCHEDULED, State.RUNNING, State.PAUSED], archived_at=None)),
    "drafts": ("Drafts", Q(state=State.DRAFT, archived_at=None)),
    "finished": ("Finished", Q(state__in=[State.FINISHED, State.STOPPED], archived_at=None)),
    "archived": ("Archived", Q(archived_at__isnull=False)),
}


@dataclass
class Row:
    """One campaign of the list. replies: on each of the last days, oldest first."""

    campaign: Campaign
    people: int = 0
    left_out: int = 0
    replied: int = 0
    opted_out: int = 0
    replies: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        return f"Replies on each of the last {DAYS} days, today last: {', '.join(map(str, self.replies))}"


def list_page(
    business: Business, *, which: str = "", before: int | None = None, now: datetime
) -> tuple[list[Row], int | None]:
    """Return one page, newest first, and the key of the next page or None; a constant number of queries."""
    rows: QuerySet[Campaign] = Campaign.objects.for_business(business).filter(FILTERS.get(which, FILTERS[""])[1])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    page = {campaign.pk: Row(campaign) for campaign in found[:PAGE]}
    _count(business, page)
    _draw(business, page, now=now)
    return list(page.values()), found[PAGE - 1].pk if len(found) > PAGE else None


def _count(business: Business, page: dict[int, Row]) -> None:
    people = Enrollment.objects.for_business(business).filter(campaign_id__in=page)
    figures = people.values_list("campaign_id").annotate(
        n=Count("pk"),
        out=Count("pk", filter=Q(state="left_out")),
        replied=Count("pk", filter=Q(replied_at__isnull=False)),
        stopped=Count("pk", filter=Q(opted_out_at__isnull=False)),
    )
    for campaign_id, *counts in figures:
        row = page[campaign_id]
        row.people, row.left_out, row.replied, row.opted_out = counts


def _draw(business: Business, page: dict[int, Row], *, now: datetime) -> None:
    zone = ZoneInfo(business.zone)
    today = now.astimezone(zone).date()
    people = Enrollment.objects.for_business(business).filter(
        campaign_id__in=page, replied_at__gte=now - timedelta(days=DAYS + 1)
    )
    found: dict[int, Counter[object]] = defaultdict(Counter)
    for campaign_id, day, count in (
        people.annotate(day=TruncDate("replied_at", tzinfo=zone))
        .values_list("campaign_id", "day")
        .annotate(n=Count("pk"))
    ):
        found[campaign_id][day] = count
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    for campaign_id, counter in found.items():
        page[campaign_id].replies = tuple(counter[day] for day in days)
