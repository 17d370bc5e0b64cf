"""A member's own phone: proved by a code that is texted to it, used for test texts."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import Business, Member
from contacts.addresses import parse_phone
from contacts.consent import hash_address
from contacts.eligibility import Purpose
from conversations import outbox
from conversations.models import Message
from conversations.outbox import SubmitRequest

VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# A code a minute, five a day: by member, and by number, so that nobody is pestered with codes.
WAIT = timedelta(minutes=1)
MOST_A_DAY = 5
NOT_KEPT = "(a code, not kept)"


class PhoneProblem(Exception):
    """The number cannot be proved like that; the text says why, for people."""


@transaction.atomic
def ask_for_code(member: Member, *, phone: str, now: datetime) -> Member:
    """Text a code to a number that a member says is theirs. Raises PhoneProblem; the number is not theirs yet."""
    row = _lock(member)
    business = Business.objects.get(pk=row.business_id)
    reading = parse_phone(phone, region=business.country)
    if not reading.e164:
        raise PhoneProblem("This is not a telephone number. Write it with the area code, like (212) 555-0123.")
    _limit(row, reading.e164, now=now)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row.phone, row.phone_verified_at = reading.e164, None
    row.phone_code_hash, row.phone_code_sent_at, row.phone_code_tries = _hash(row, code), now, 0
    row.save(update_fields=["phone", "phone_verified_at", "phone_code_hash", "phone_code_sent_at", "phone_code_tries"])
    key = f"member-phone:{row.pk}:{secrets.token_hex(8)}"
    answer = outbox.submit(
        SubmitRequest(
            business_id=row.business_id, member_id=row.pk, by_member_id=row.pk, purpose=Purpose.SECURITY,
            author="system", address=reading.e164, body=f"{code} is your code. It works for 10 minutes.",
            reason_key=key, idempotency_key=key, origin=key, expires_at=now + VALID_FOR,
        ),
        now=now,
    )  # fmt: skip
    if answer.status not in (Message.Status.QUEUED, Message.Status.HELD):
        raise PhoneProblem(f"No code could be texted to this number. {answer.decision.objections[0].sentence}")
    return row


def _lock(member: Member) -> Member:
    return Member.objects.for_business(member.business_id).select_for_update().get(pk=member.pk)


def _limit(member: Member, phone: str, *, now: datetime) -> None:
    if member.phone_code_sent_at is not None and now - member.phone_code_sent_at < WAIT:
        raise PhoneProblem("A code was sent less than a minute ago. Wait a moment, then ask again.")
    codes = Message.objects.for_business(member.business_id).filter(
        purpose=Purpose.SECURITY.value, created_at__gt=now - timedelta(days=1)
    )
    by_member = codes.filter(member=member).count()
    by_number = codes.filter(address_hash=hash_address("phone", phone)).count()
    if max(by_member, by_number) >= MOST_A_DAY:
        raise PhoneProblem("Five codes were sent within a day. Try again tomorrow.")


def confirm_code(member: Member, *, code: str, now: datetime) -> Member:
    """Take a number for a member's own if the code is right. Raises PhoneProblem; a wrong code is counted."""
    with transaction.atomic():
        row = _lock(member)
        problem = _problem_of(row, code, now=now)
        if not problem:
            row.phone_verified_at, row.phone_code_hash, row.phone_code_tries = now, "", 0
        row.save(update_fields=["phone_verified_at", "phone_code_hash", "phone_code_tries"])
    if problem:
        raise PhoneProblem(problem)
    return row


def _problem_of(row: Member, code: str, *, now: datetime) -> str:
    """Return why a code does not count, or nothing; counts a wrong one on the row."""
    if not row.phone_code_hash or row.phone_code_sent_at is None:
        return "Ask for a code first."
    if now - row.phone_code_sent_at > VALID_FOR:
        return "This code is older than ten minutes. Ask for a new one."
    if row.phone_code_tries >= MOST_TRIES:
        return "Too many wrong codes. Ask for a new one."
    if hmac.compare_digest(row.phone_code_hash, _hash(row, "".join(code.split()))):
        return ""
    row.phone_code_tries += 1
    left = MOST_TRIES - row.phone_code_tries
    return f"This is not the code. You can try {left} more time{'' if left == 1 else 's'}."


def _hash(member: Member, code: str) -> str:
    text = f"member-phone:{member.pk}:{member.phone}:{code}"
    return hmac.digest(settings.SUPPRESSION_KEY, text.encode(), "sha256").hex()


def forget_codes(business_id: int, message_ids: list[int]) -> int:
    """Empty the texts that carried a code once they have left or will not: security texts are not kept."""
    rows = Message.objects.for_business(business_id).filter(pk__in=message_ids, purpose=Purpose.SECURITY.value)
    return rows.update(body=NOT_KEPT)
