"""Reading campaigns: the list with its counts. The report is in `reporting`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import Business
from reactivation.campaigns.models import Campaign, Enrollment


def list_campaigns(business: Business) -> QuerySet[Campaign]:
    """Return the campaigns of a business, newest first, each with its counts."""
    rows: QuerySet[Campaign] = Campaign.objects.for_business(business)
    return rows.annotate(
        people=Count("enrollments"),
        replied=Count("enrollments", filter=Q(enrollments__replied_at__isnull=False)),
        left_out=Count("enrollments", filter=Q(enrollments__state="left_out")),
        opted_out=Count("enrollments", filter=Q(enrollments__opted_out_at__isnull=False)),
    ).order_by("-id")


def replies_since(campaign: Campaign, since: datetime) -> int:
    """Return how many people have replied since a moment."""
    return (
        Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign, replied_at__gte=since).count()
    )
