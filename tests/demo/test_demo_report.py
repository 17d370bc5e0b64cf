"""The report of the demo's campaigns, which the product's own services made, against plain SQL over messages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from reactivation.campaigns.models import Campaign
from reactivation.campaigns.reporting.building import build_report
from reactivation.campaigns.reporting.counting import recount_campaign
from reactivation.campaigns.reporting.models import Tally
from tests.demo.conftest import Demo

pytestmark = pytest.mark.django_db

POSITIVE = ["positive", "booking_request", "call_me", "question", "pricing_question", "follow_up_at"]
# What left for each contact, and what they wrote within 30 days of it; what may be an opt-out is none before a member
# has decided. No table of campaigns is read.
RECOUNT = """
WITH sent AS (
    SELECT contact_id, status, segments, handed_over_at AS at,
           coalesce(delivered_at, handed_over_at) AS since FROM conversations_message
    WHERE origin_group = %(group)s AND direction = 'out' AND handed_over_at IS NOT NULL AND status <> 'unknown'
), arrived AS (
    SELECT contact_id, min(since) AS since FROM sent WHERE status IN ('sent', 'delivered', 'read') GROUP BY contact_id
), said AS (
    SELECT m.contact_id, m.created_at, CASE WHEN 'suspected' = ANY(t.flags) THEN 'suspected' ELSE t.intent END AS intent
    FROM conversations_message m
    JOIN conversations_triage t ON t.message_id = m.id JOIN arrived a ON a.contact_id = m.contact_id
    WHERE m.direction = 'in' AND NOT m.is_auto_reply AND t.intent <> 'auto_reply'
      AND m.created_at BETWEEN a.since - interval '1 minute' AND a.since + interval '30 days'
      AND (SELECT o.origin_group FROM conversations_message o WHERE o.contact_id = m.contact_id
           AND o.author = 'campaign' AND o.handed_over_at <= m.created_at ORDER BY o.handed_over_at DESC LIMIT 1)
          = %(group)s
), people AS (
    SELECT contact_id, bool_or(intent = 'opt_out') AS out, bool_or(intent = ANY(%(positive)s)) AS positive
    FROM said GROUP BY contact_id
)
SELECT (SELECT count(DISTINCT contact_id) FROM sent), (SELECT count(*) FROM arrived),
       (SELECT coalesce(sum(segments), 0) FROM sent), (SELECT count(*) FROM people),
       (SELECT count(*) FROM people WHERE positive AND NOT out), (SELECT count(*) FROM people WHERE out)
"""


@pytest.mark.parametrize("state", ["finished", "running"])
def test_the_report_equals_a_recount_in_sql(demo: Demo, state: str) -> None:
    campaign = Campaign.objects.for_business(demo.business).get(state=state)
    report = build_report(campaign, now=demo.now)
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"group": f"campaign:{campaign.pk}", "positive": POSITIVE})
        again = cursor.fetchone()
    assert again == (
        report.written_to, report.reached, report.cost.segments, report.replied, report.positive, report.opted_out,
    )  # fmt: skip
    assert report.replied > 0


@pytest.mark.parametrize("state", ["finished", "running"])
def test_what_workers_counted_equals_a_fresh_count(demo: Demo, state: str) -> None:
    campaign = Campaign.objects.for_business(demo.business).get(state=state)
    before = _sums(campaign)
    recount_campaign(campaign)
    assert _sums(campaign) == before


def _sums(campaign: Campaign) -> list[tuple[Any, ...]]:
    rows = Tally.objects.for_business(campaign.business_id).filter(campaign=campaign, texts__gt=0)
    return sorted(
        rows.values_list("variant", "account", "slot", "texts", "segments", "failed", "proven", "people", "reached")
    )
