"""Who a launch enrolls, by one statement whatever the size; checks and simulations look at the same people.

The statement takes only what can be told without the rules: no phone, a shared phone, another campaign, texted lately,
held back to compare. The full rules judge everybody else before a text is made (`advancing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from contacts.segments import find_audience, read_conditions
from reactivation.campaigns.models import Campaign

# Held back as `policy.is_held_back` says. Of several people on one phone whoever was last written to is the one.
JUDGED = """
WITH audience AS ({audience}),
chosen AS (
    SELECT a.id AS contact_id, a.last_dealing_at, point.id AS point_id, point.address_hash,
           row_number() OVER (
               PARTITION BY point.address_hash
               ORDER BY a.last_outbound_at DESC NULLS LAST, a.last_dealing_at DESC NULLS LAST, a.id
           ) AS place
    FROM audience a
    LEFT JOIN LATERAL (
        SELECT p.id, p.address_hash FROM contacts_contactpoint p
        WHERE p.contact_id = a.id AND p.kind = 'phone' AND p.state <> 'detached'
        ORDER BY p.is_primary DESC, p.id LIMIT 1
    ) point ON true
),
busy AS (
    SELECT e.contact_id, p.address_hash
    FROM campaigns_campaign other JOIN campaigns_enrollment e ON e.campaign_id = other.id AND e.state = 'active'
    LEFT JOIN contacts_contactpoint p ON p.id = e.point_id
    WHERE other.business_id = %s AND other.id <> %s AND other.state IN ('running', 'paused') AND %s::boolean
),
judged AS (
    SELECT c.contact_id, c.point_id, c.last_dealing_at, CASE
        WHEN c.point_id IS NULL THEN 'no_phone'
        WHEN c.place > 1 THEN 'shared_phone'
        WHEN c.contact_id IN (SELECT contact_id FROM busy)
             OR c.address_hash IN (SELECT address_hash FROM busy WHERE address_hash IS NOT NULL)
            THEN 'in_another_campaign'
        WHEN %s::timestamptz IS NOT NULL AND EXISTS (
            SELECT 1 FROM conversations_message m
            WHERE m.address_hash = c.address_hash AND m.handed_over_at > %s AND m.business_id = %s
              AND m.purpose = 'campaign' AND m.direction = 'out'
        ) THEN 'texted_recently'
        WHEN ('x' || left(md5(%s || ':' || c.contact_id), 8))::bit(32)::bigint %% 100 < %s THEN 'held_back'
        ELSE '' END AS reason
    FROM chosen c
)
"""
# The order in which people are released: whom the business dealt with last comes first.
IN_ORDER = "ORDER BY last_dealing_at DESC NULLS LAST, contact_id"

ENROLL = f"""
INSERT INTO campaigns_enrollment
    (business_id, campaign_id, contact_id, point_id, state, reason, findings, next_position, next_due_at,
     reply_intent, converted_by, created_at, ended_at)
SELECT %s, %s, contact_id, point_id,
       CASE reason WHEN '' THEN 'active' WHEN 'held_back' THEN 'held_back' ELSE 'left_out' END,
       CASE reason WHEN 'held_back' THEN '' ELSE reason END, '[]'::jsonb, 1,
       CASE WHEN reason IN ('', 'held_back') THEN %s::timestamptz END, '', '', %s,
       CASE WHEN reason NOT IN ('', 'held_back') THEN %s::timestamptz END
FROM judged {IN_ORDER}
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the audience. reason: why the launch would leave them out, "held_back", or empty."""

    contact_id: int
    point_id: int | None
    reason: str


def judged_sql(campaign: Campaign, *, now: datetime) -> tuple[str, list[Any]]:
    """Return the statement's beginning, up to the table `judged`, with its values.

    Raises AudienceProblem for conditions that cannot be used.
    """
    found = find_audience(campaign.business, read_conditions(campaign.audience), now=now)
    audience, values = found.values("id", "last_outbound_at", "last_dealing_at").order_by().query.sql_with_params()
    days = campaign.exclude_recent_days
    since = now - timedelta(days=days) if days else None
    own = [
        campaign.business_id, campaign.pk, campaign.exclude_running, since, since, campaign.business_id,
        str(campaign.pk), campaign.holdback_percent,
    ]  # fmt: skip
    return JUDGED.format(audience=audience), [*values, *own]


def enroll(campaign: Campaign, *, now: datetime) -> int:
    """Enroll the audience; return how many rows were made. Raises AudienceProblem."""
    judged, values = judged_sql(campaign, now=now)
    with connection.cursor() as cursor:
        cursor.execute(judged + ENROLL, [*values, campaign.business_id, campaign.pk, now, now, now])
        return int(cursor.rowcount)


def list_candidates(campaign: Campaign, *, now: datetime, limit: int | None = None) -> list[Candidate]:
    """Return the audience in the order of release, as a launch now would take it. Raises AudienceProblem."""
    judged, values = judged_sql(campaign, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{judged} SELECT contact_id, point_id, reason FROM judged {IN_ORDER} LIMIT %s", [*values, limit]
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def count_candidates(campaign: Campaign, *, now: datetime) -> int:
    """Return how many people meet the audience. Raises AudienceProblem."""
    return find_audience(campaign.business, read_conditions(campaign.audience), now=now).count()
