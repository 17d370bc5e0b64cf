"""A test of a step to a member's own phone: the text as one real contact would read it, marked and never counted."""

from __future__ import annotations

import secrets
from datetime import datetime

from accounts.models import Member
from contacts.eligibility import Purpose
from contacts.models import Contact
from conversations import outbox
from conversations.outbox import SubmitRequest, Submitted
from reactivation.campaigns.composing import Writer
from reactivation.campaigns.models import Campaign, Enrollment, Variant
from reactivation.campaigns.writing import CampaignProblem

MARK = "[Test]"


def send_test(
    campaign: Campaign, *, member: Member, contact: Contact, position: int = 1, label: str = "", now: datetime
) -> Submitted:
    """Text a step to the member who asks, merged for `contact`. Raises CampaignProblem, with what to do.

    label: which wording; empty: the one this contact would get. Nothing is written to the contact.
    """
    if not member.phone or member.phone_verified_at is None:
        raise CampaignProblem("Tests go to your own phone. Type in its number under Settings, Your phone, first.")
    steps = list(campaign.steps.prefetch_related("variants").order_by("position"))
    step = next((step for step in steps if step.position == position), None)
    if step is None or contact.business_id != campaign.business_id:
        raise CampaignProblem(f"There is no text {position} to test for this contact.")
    writer = Writer(campaign, texts=len(steps))
    words = writer.words_for(step, contact, label=label)
    if words.empty:
        missing = ", ".join(words.empty).replace("_", " ")
        raise CampaignProblem(f"We have no {missing} for {contact.name}, so they would get no text. Choose another.")
    point = contact.points.filter(kind="phone").order_by("-is_primary", "pk").first()
    row = Enrollment(campaign=campaign, contact=contact, point=point)
    text = outbox.preview_many([writer.request(row, step, words, is_first=position == 1)], now=now)[0]
    answer = outbox.submit(_request(campaign, member, words.variant, f"{MARK} {text.body}"), now=now)
    if answer.decision.objections and answer.status == "blocked":
        raise CampaignProblem(f"The test was not sent. {answer.decision.objections[0].sentence}")
    return answer


def _request(campaign: Campaign, member: Member, variant: Variant, body: str) -> SubmitRequest:
    key = f"test:campaign:{campaign.pk}:{secrets.token_hex(8)}"
    return SubmitRequest(
        business_id=campaign.business_id, member_id=member.pk, by_member_id=member.pk, purpose=Purpose.TEST,
        author="system", address=member.phone, account_id=campaign.account_id, body=body, reason_key=key,
        idempotency_key=key, origin=key, copy_version=f"variant:{variant.pk}",
    )  # fmt: skip
