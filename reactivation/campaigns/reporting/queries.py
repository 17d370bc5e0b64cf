"""What the report asks the database: four statements, whatever a campaign's size."""

from __future__ import annotations

from typing import Any

from django.db import connection

from reactivation.campaigns.models import Campaign
from reactivation.campaigns.policy import POSITIVE, REPLY_WINDOW

# features.md, "Measures": handed over for one of these.
ESCALATED = ("sensitive", "complaint", "pricing", "emergency", "custom_scope")
RESULTS = ("appointment", "won")
ARRIVED = ("sent", "delivered", "read")

PEOPLE = """
SELECT state, reason, count(*), count(converted_at), count(*) FILTER (WHERE next_due_at IS NOT NULL)
FROM campaigns_enrollment WHERE business_id = %(business)s AND campaign_id = %(campaign)s GROUP BY state, reason
"""
TEXTS = """
SELECT step_id, variant_id, account_id, slot, texts, segments, failed, proven, people, reached
FROM campaigns_tally WHERE business_id = %(business)s AND campaign_id = %(campaign)s
"""
WAITING = """
SELECT status, count(*) FROM conversations_message WHERE business_id = %(business)s AND origin_group = %(origin)s
    AND status IN ('queued', 'held', 'sending', 'unknown') GROUP BY status
"""
QUANTILES = "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {})"
# Whoever replied or opted out, with the text that first reached them and the one that they answered. A reply counts
# within 30 days of the first text that reached them (from its delivery where that is known), an opt-out within 30 days
# of the last one.
ANSWERED = """
SELECT e.id, e.campaign_id, e.contact_id, e.replied_at, asked.variant_id, asked.account_id, asked.slot,
       coalesce(nullif(e.reply_intent, ''), 'not_read_yet') AS intent,
       e.replied_at IS NOT NULL AND asked.left_at IS NOT NULL AND CASE
           WHEN e.replied_at <= first.left_at + %(window)s THEN true
           ELSE e.replied_at <= (SELECT m.delivered_at FROM conversations_message m WHERE m.id = first.message_id)
                                + %(window)s END AS counts,
       coalesce(e.opted_out_at <= asked.left_at + %(window)s, false) AS opted_out,
       coalesce(e.converted_by = ANY(%(results)s)
                AND e.converted_at <= e.replied_at + c.conversion_days * interval '1 day', false) AS converted
FROM campaigns_enrollment e
JOIN campaigns_campaign c ON c.id = e.campaign_id
LEFT JOIN LATERAL (
    SELECT t.left_at, t.message_id FROM campaigns_senttext t WHERE t.enrollment_id = e.id AND NOT t.failed
    ORDER BY t.left_at LIMIT 1) AS first ON true
LEFT JOIN LATERAL (
    SELECT t.left_at, t.variant_id, t.account_id, t.slot FROM campaigns_senttext t
    WHERE t.enrollment_id = e.id AND NOT t.failed AND t.left_at <= coalesce(e.replied_at, e.opted_out_at)
    ORDER BY t.left_at DESC LIMIT 1) AS asked ON true
WHERE e.business_id = %(business)s AND e.campaign_id = ANY(%(campaigns)s)
  AND (e.replied_at IS NOT NULL OR e.opted_out_at IS NOT NULL)
"""
# Each breakdown in one pass (grouping() says which of them a row belongs to), and what happened in the threads of those
# whose reply counts, for as long as a reply to a campaign counts. One statement: both need who answered what.
SAID = f"""
WITH answered AS MATERIALIZED ({ANSWERED}), threads AS MATERIALIZED (
    SELECT t.id, a.replied_at FROM answered a JOIN conversations_conversation t ON t.contact_id = a.contact_id
    WHERE a.counts AND a.campaign_id = %(campaign)s
), answers AS MATERIALIZED (
    SELECT m.answers_id, extract(epoch FROM min(m.handed_over_at) - min(m.answered_at)) AS spent
    FROM threads t JOIN conversations_message m ON m.conversation_id = t.id
        AND m.created_at BETWEEN t.replied_at AND t.replied_at + %(window)s
    WHERE m.author = 'assistant' AND m.answers_id IS NOT NULL AND m.answered_at IS NOT NULL
      AND m.handed_over_at IS NOT NULL AND m.status = ANY(%(arrived)s)
    GROUP BY m.answers_id
), tasks AS MATERIALIZED (
    SELECT h.conversation_id, h.reason, h.priority, h.opened_at, extract(epoch FROM h.taken_at - h.opened_at) AS taken
    FROM threads t JOIN conversations_handoff h ON h.conversation_id = t.id
        AND h.opened_at BETWEEN t.replied_at AND t.replied_at + %(window)s
), hot AS MATERIALIZED (
    SELECT extract(epoch FROM said.at - h.opened_at) AS spent FROM tasks h LEFT JOIN LATERAL (
        SELECT m.handed_over_at AS at FROM conversations_message m
        WHERE m.conversation_id = h.conversation_id AND m.created_at >= h.opened_at AND m.author = 'member'
          AND m.handed_over_at IS NOT NULL AND m.status = ANY(%(arrived)s) ORDER BY m.created_at LIMIT 1
    ) AS said ON true
    WHERE h.priority = 'hot'
), groups AS (
    SELECT grouping(variant_id, account_id, slot, intent, day) AS kind, campaign_id, variant_id, account_id, slot,
           intent, day, count(*) FILTER (WHERE counts) AS replied,
           count(*) FILTER (WHERE counts AND intent = ANY(%(positive)s)) AS positive,
           count(*) FILTER (WHERE opted_out) AS opted_out, count(*) FILTER (WHERE counts AND converted) AS converted,
           count(*) FILTER (WHERE NOT counts AND replied_at IS NOT NULL) AS late
    FROM (SELECT *, (replied_at AT TIME ZONE %(zone)s)::date AS day FROM answered) AS one
    GROUP BY GROUPING SETS ((campaign_id), (campaign_id, variant_id), (campaign_id, account_id), (campaign_id, slot),
                            (campaign_id, intent), (campaign_id, day))
)
SELECT coalesce((SELECT jsonb_agg(to_jsonb(groups)) FROM groups), '[]'),
       (SELECT count(*) FROM threads),
       (SELECT count(DISTINCT conversation_id) FROM tasks WHERE reason = ANY(%(escalated)s)),
       (SELECT jsonb_build_array(count(*), {QUANTILES.format("spent")}, 0) FROM answers),
       (SELECT jsonb_build_array(count(spent), {QUANTILES.format("spent")}, count(*) - count(spent)) FROM hot),
       (SELECT jsonb_build_array(count(taken), {QUANTILES.format("taken")}, count(*) - count(taken)) FROM tasks)
"""


def values_for(campaign: Campaign, *, beside: Campaign | None = None) -> dict[str, Any]:
    """Return what the statements need. beside: a campaign whose answers are wanted as well."""
    return {
        "business": campaign.business_id,
        "campaign": campaign.pk,
        "campaigns": [one.pk for one in (campaign, beside) if one],
        "origin": f"campaign:{campaign.pk}",
        "window": REPLY_WINDOW,
        "zone": campaign.business.zone,
        "positive": sorted(POSITIVE),
        "escalated": list(ESCALATED),
        "results": list(RESULTS),
        "arrived": list(ARRIVED),
    }


def fetch(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
