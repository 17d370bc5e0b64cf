"""The claim when 500 of a million messages are due, and when nothing is; the same for enrollments."""

from __future__ import annotations

import argparse
import time
from statistics import median

from bench import setting

DUE = 500

MESSAGES = """
INSERT INTO conversations_message
    (uid, business_id, account_id, contact_id, channel, direction, author, purpose, status, status_reason,
     status_sentence, address, address_hash, sender, subject, body, new_text, media, encoding, segments, language,
     is_auto_reply, carrier_keyword, opt_out_line, disclosure, copy_version, engine, answers_fresh, origin,
     origin_group, topic, reason_key, provider_id, priority, due_at, claimed_by, attempts, approval, stated_reason,
     confirmations, looks, error_code, created_at)
SELECT gen_random_uuid(), %(business)s, %(account)s, %(contact)s, 'sms', 'out', 'campaign', 'campaign',
       CASE WHEN n %% 2 = 0 THEN 'queued' ELSE 'cancelled' END, '', '', '+12125550111',
       encode(sha256(n::text::bytea), 'hex'), '+12125550100', '', 'Anything we can do for you?', '', '[]', 'GSM-7', 1,
       'en', false, '', true, false, '', '', false, '', '', '', '', '', 90, %(later)s + n * interval '1 second', '', 0,
       'not_needed', '', '{}', 0, '', %(now)s
FROM generate_series(1, %(rows)s) n
"""

ENROLLMENTS = """
INSERT INTO campaigns_enrollment
    (business_id, campaign_id, contact_id, state, reason, findings, next_position, next_due_at, reply_intent,
     converted_by, created_at)
SELECT %(business)s, %(campaign)s, n, CASE WHEN n %% 2 = 0 THEN 'active' ELSE 'completed' END, '', '[]', 1,
       %(later)s + n * interval '1 second', '', '', %(now)s
FROM generate_series(1, %(rows)s) n
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    setting.start_django()
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection, transaction  # noqa: PLC0415

    from conversations.outbox.claim import claim_due, lock_due, open_senders  # noqa: PLC0415
    from reactivation.campaigns.models import Campaign  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database():
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100", segments_per_second=1_000_000.0)
        contact = factories.make_contact(business, phone="+12125550111")
        campaign = Campaign.objects.create(business=business, name="x", state="running", created_at=setting.NOW)
        values = {"business": business.pk, "account": account.pk, "contact": contact.pk, "campaign": campaign.pk,
                  "now": setting.NOW, "later": setting.NOW + timedelta(days=1), "rows": rows}  # fmt: skip
        with connection.cursor() as cursor:
            # The invented contacts of the enrollments do not exist, and that is not what is measured here.
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'campaigns_enrollment'::regclass AND contype = 'f'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE campaigns_enrollment DROP CONSTRAINT "{name}"')
            cursor.execute(MESSAGES, values)
            cursor.execute(ENROLLMENTS, values)
            cursor.execute("ANALYZE")

        def due(table: str, column: str, state: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id IN "
                    f"(SELECT id FROM {table} WHERE {state} ORDER BY id LIMIT {DUE})",
                    [setting.NOW - timedelta(seconds=1)],
                )

        def claim() -> tuple[float, int]:
            began = time.perf_counter()
            with transaction.atomic():
                found = claim_due(now=setting.NOW, limit=DUE)
            return (time.perf_counter() - began) * 1000, len(found.messages)

        def choose() -> tuple[float, int]:
            began = time.perf_counter()
            with transaction.atomic():
                found = lock_due(open_senders(), now=setting.NOW, limit=DUE)
            return (time.perf_counter() - began) * 1000, len(found)

        def claim_enrollments() -> tuple[float, int]:
            began = time.perf_counter()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT e.id FROM campaigns_enrollment e WHERE e.state = 'active' AND e.next_due_at <= %s "
                    "ORDER BY e.next_due_at, e.id LIMIT 500 FOR UPDATE SKIP LOCKED",
                    [setting.NOW],
                )
                found = len(cursor.fetchall())
            return (time.perf_counter() - began) * 1000, found

        table = []
        for name, measure, prepare in (
            ("messages, chosen and locked", choose, ("conversations_message", "due_at", "status = 'queued'")),
            ("messages, and loaded (a hand-over takes 64)", claim, None),
            ("enrollments", claim_enrollments, ("campaigns_enrollment", "next_due_at", "state = 'active'")),
        ):
            idle = f"{median(measure()[0] for _ in range(5)):.1f} ms" if prepare else ""
            if prepare:
                due(*prepare)
            measured = [measure() for _ in range(7)]
            table.append((name, f"{median(spent for spent, _ in measured):.1f} ms", measured[0][1], idle, "< 20 ms"))
        setting.print_table(
            f"Due work, {DUE} due of {rows:,}", ("", "claim", "claimed", "nothing due", "target"), table
        )


if __name__ == "__main__":
    main()
