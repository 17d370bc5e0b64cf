"""From an enrollment to what the outbox is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Business
from contacts.eligibility import Purpose
from contacts.merge_fields import Merged, merge
from contacts.models import Contact
from conversations.approved_copy import values_for
from conversations.outbox import SubmitRequest
from reactivation.campaigns.models import Campaign, Enrollment, Step, Variant
from reactivation.campaigns.policy import variant_index


def origin_group(campaign: Campaign) -> str:
    """What a switch stops and a cancellation names."""
    return f"campaign:{campaign.pk}"


def merge_values(business: Business, contact: Contact) -> dict[str, str]:
    """Return what the merge fields mean for one contact."""
    return values_for(business, contact)


def pick_variant(step: Step, contact_id: int) -> Variant:
    """Return the text this contact gets at this step."""
    variants: Sequence[Variant] = list(step.variants.all())
    return variants[variant_index(contact_id, step.pk, len(variants))]


def merged_text(campaign: Campaign, variant: Variant, contact: Contact) -> Merged:
    """Return the variant's text in this contact's words."""
    return merge(variant.body, merge_values(campaign.business, contact))


def request_for(enrollment: Enrollment, step: Step, variant: Variant) -> SubmitRequest:
    """Return the one request that this step of this enrollment ever makes."""
    campaign = enrollment.campaign
    return SubmitRequest(
        business_id=campaign.business_id,
        contact_id=enrollment.contact_id,
        address=enrollment.point.address if enrollment.point else None,
        account_id=campaign.account_id,
        channel=step.channel,
        purpose=Purpose.CAMPAIGN,
        author="campaign",
        body=merged_text(campaign, variant, enrollment.contact).text,
        origin=f"{origin_group(campaign)}/step:{step.position}/enrollment:{enrollment.pk}",
        origin_group=origin_group(campaign),
        topic=origin_group(campaign),
        reason_key=f"{origin_group(campaign)}/step:{step.position}",
        idempotency_key=f"{origin_group(campaign)}/enrollment:{enrollment.pk}/step:{step.position}",
        copy_version=f"variant:{variant.pk}",
    )
