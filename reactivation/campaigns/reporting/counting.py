"""Keeps SentText and Tally as the messages are: whatever happened, the same rows come of it, however often it is told.

A campaign's sums are always those of its SentTexts: both change in one transaction, one campaign at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from reactivation.campaigns.models import Campaign, StepMessage
from reactivation.campaigns.reporting.models import SentText, Tally
from reactivation.campaigns.reporting.queries import fetch
from reactivation.campaigns.reporting.sums import Key, Sums, Text, add_up, difference, slot_of

# First half of the advisory lock under which the texts of one campaign are counted.
COUNT_LOCK = 771_022
AT_ONCE = 2000
# What a text can be once the provider has had it. An unknown outcome is counted when it has been settled.
HAD = ("sent", "delivered", "read", "failed", "undelivered")

FRESH = """
SELECT m.id, s.enrollment_id, p.campaign_id, s.step_id, s.variant_id, coalesce(m.account_id, c.account_id),
       m.handed_over_at, p.position, m.segments, m.status IN ('failed', 'undelivered'),
       m.sender <> '' AND m.opt_out_line
           AND EXISTS (SELECT 1 FROM conversations_deliveryattempt a WHERE a.message_id = m.id)
           AND EXISTS (SELECT 1 FROM conversations_clearance e WHERE e.message_id = m.id AND e.stage = 'hand_over'
                         AND e.verdict = 'allow'),
       coalesce(nullif(t.zone, ''), b.zone), b.zone
FROM conversations_message m
JOIN campaigns_stepmessage s ON s.message_id = m.id
JOIN campaigns_step p ON p.id = s.step_id
JOIN campaigns_campaign c ON c.id = p.campaign_id
JOIN campaigns_enrollment e ON e.id = s.enrollment_id
JOIN contacts_contact t ON t.id = e.contact_id
JOIN accounts_business b ON b.id = c.business_id
WHERE m.business_id = %(business)s AND m.id = ANY(%(ids)s) AND m.handed_over_at IS NOT NULL AND m.status = ANY(%(had)s)
"""
KNOWN = """
SELECT t.message_id, t.enrollment_id, t.campaign_id, t.step_id, t.variant_id, t.account_id, t.left_at, p.position,
       t.segments, t.failed, t.proven, t.slot
FROM campaigns_senttext t JOIN campaigns_step p ON p.id = t.step_id
WHERE t.business_id = %(business)s AND t.enrollment_id = ANY(%(enrollments)s)
"""
ADD = """
INSERT INTO campaigns_tally AS t (business_id, campaign_id, step_id, variant_id, account_id, slot, texts, segments,
                                  failed, proven, people, reached)
SELECT %(business)s, * FROM unnest(%(campaigns)s::bigint[], %(steps)s::bigint[], %(variants)s::bigint[],
    %(accounts)s::bigint[], %(slots)s::int[], %(texts)s::int[], %(segments)s::int[], %(failed)s::int[],
    %(proven)s::int[], %(people)s::int[], %(reached)s::int[])
ON CONFLICT (campaign_id, step_id, variant_id, account_id, slot) DO UPDATE SET
    texts = t.texts + excluded.texts, segments = t.segments + excluded.segments, failed = t.failed + excluded.failed,
    proven = t.proven + excluded.proven, people = t.people + excluded.people, reached = t.reached + excluded.reached
"""


def count_texts(*, business_id: int, message_ids: Collection[int]) -> int:
    """Count texts as their messages are now; return how many rows changed. Messages of no campaign are passed over."""
    links = StepMessage.objects.for_business(business_id).filter(message_id__in=message_ids)
    campaigns = sorted(set(links.values_list("step__campaign_id", flat=True)))
    if not campaigns:
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            for campaign_id in campaigns:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [COUNT_LOCK, campaign_id % 2**31])
        return _count(business_id, sorted(message_ids))


def recount_campaign(campaign: Campaign) -> int:
    """Forget a campaign's counts and make them anew from its messages; return how many texts it has."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [COUNT_LOCK, campaign.pk % 2**31])
        for table in (Tally, SentText):
            table.objects.for_business(campaign.business_id).filter(campaign=campaign).delete()
        links = StepMessage.objects.for_business(campaign.business_id).filter(enrollment__campaign=campaign)
        ids = links.order_by("message_id").values_list("message_id", flat=True).iterator(chunk_size=AT_ONCE)
        return sum(_count(campaign.business_id, batch) for batch in _batches(ids))


def _batches(ids: Iterable[int]) -> Iterable[list[int]]:
    left = iter(ids)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _count(business_id: int, message_ids: Sequence[int]) -> int:
    values = {"business": business_id, "ids": list(message_ids), "had": list(HAD)}
    fresh = [_fresh_text(row) for row in fetch(FRESH, values)]
    people = sorted({text.enrollment for text in fresh})
    known = {text.message: text for text in map(_known_text, fetch(KNOWN, values | {"enrollments": people}))}
    # The hour stays what it was when it left, whatever is learned of the recipient's zone later.
    fresh = [_with_known_slot(text, known.get(text.message)) for text in fresh]
    changed = [text for text in fresh if known.get(text.message) != text]
    if not changed:
        return 0
    _write_texts(business_id, changed)
    after = known | {text.message: text for text in changed}
    _write_sums(business_id, difference(add_up(after.values()), add_up(known.values())))
    return len(changed)


def _fresh_text(row: tuple[Any, ...]) -> Text:
    message, enrollment, campaign, step, variant, account, left_at, position, segments, failed, proven, zone, own = row
    key = Key(campaign, step, variant, account, slot_of(left_at, _zone(zone, own)))
    return Text(message, enrollment, key, left_at, position, segments, failed, proven)


def _known_text(row: tuple[Any, ...]) -> Text:
    message, enrollment, campaign, step, variant, account, left_at, position, segments, failed, proven, slot = row
    key = Key(campaign, step, variant, account, slot)
    return Text(message, enrollment, key, left_at, position, segments, failed, proven)


def _with_known_slot(text: Text, known: Text | None) -> Text:
    if known is None or known.left_at != text.left_at or known.key.slot == text.key.slot:
        return text
    return Text(
        text.message, text.enrollment, text.key._replace(slot=known.key.slot), text.left_at, text.position,
        text.segments, text.failed, text.proven,
    )  # fmt: skip


@cache
def _zone(name: str, fallback: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(fallback)


def _write_texts(business_id: int, texts: Sequence[Text]) -> None:
    SentText.objects.bulk_create(
        [
            SentText(
                business_id=business_id, campaign_id=text.key.campaign, enrollment_id=text.enrollment,
                step_id=text.key.step, variant_id=text.key.variant, message_id=text.message,
                account_id=text.key.account, left_at=text.left_at, slot=text.key.slot, segments=text.segments,
                failed=text.failed, proven=text.proven,
            )
            for text in texts
        ],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["account", "left_at", "slot", "segments", "failed", "proven"],
    )  # fmt: skip


def _write_sums(business_id: int, sums: dict[Key, Sums]) -> None:
    if not sums:
        return
    keys = list(sums)
    values: dict[str, Any] = {"business": business_id}
    for number, name in enumerate(("campaigns", "steps", "variants", "accounts", "slots")):
        values[name] = [key[number] for key in keys]
    for number, name in enumerate(Sums._fields):
        values[name] = [sums[key][number] for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)
