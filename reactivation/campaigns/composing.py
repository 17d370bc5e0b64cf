"""From a campaign to what the outbox is asked for, and to what a check or simulation of it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Business
from contacts.eligibility import Purpose
from contacts.merge_fields import Merged, merge
from contacts.models import Contact
from conversations.approved_copy import own_values, values_for
from conversations.outbox import SubmitRequest
from conversations.rule_hours import write_rule_hours
from reactivation.campaigns.models import Campaign, Enrollment, Step, Variant
from reactivation.campaigns.policy import hash_draft, variant_index


def origin_group(campaign: Campaign) -> str:
    """What a switch stops and a cancellation names."""
    return f"campaign:{campaign.pk}"


def reason_key(campaign: Campaign, position: int) -> str:
    """Why somebody gets a text: one person gets at most one for each step of a campaign."""
    return f"{origin_group(campaign)}/step:{position}"


def rule_hours_of(campaign: Campaign) -> str:
    """Return the campaign's window as its texts carry it; empty for any lawful hour. Raises ValueError."""
    window: dict[str, Any] = campaign.window or {}
    if not window:
        return ""
    days = window.get("days")
    chosen = range(7) if days is None else days
    return write_rule_hours(
        days=[int(day) for day in chosen], start=str(window.get("from", "")), end=str(window.get("until", ""))
    )


def pick_variant(step: Step, contact_id: int) -> Variant:
    """Return the text this contact gets at this step."""
    variants: Sequence[Variant] = list(step.variants.all())
    return variants[variant_index(contact_id, step.pk or 0, [variant.weight for variant in variants])]


def merged_text(campaign: Campaign, variant: Variant, contact: Contact) -> Merged:
    """Return the variant's text in this contact's words."""
    return merge(variant.body, values_for(campaign.business, contact))


def sample_text(business: Business, body: str) -> str:
    """Return a text as somebody would read it of whom nothing but usual names is known."""
    person = Contact(first_name="Alexandra", last_name="Montgomery", city="Springfield", stated_request="a new heater")
    return merge(body, values_for(business, person)).text


def _address_of(row: Enrollment | Prospect) -> str | None:
    if isinstance(row, Prospect):
        return row.address
    return row.point.address if row.point else None


def request_for(
    enrollment: Enrollment | Prospect,
    step: Step,
    variant: Variant,
    *,
    body: str,
    rule_hours: str = "",
    program_texts: int = 0,
    expires_at: datetime | None = None,
) -> SubmitRequest:
    """Return the one request that this step of this enrollment ever makes.

    body: the merged text; program_texts: how many texts the campaign has, for a first one.
    """
    campaign = enrollment.campaign
    group = origin_group(campaign)
    return SubmitRequest(
        business_id=campaign.business_id,
        contact_id=enrollment.contact_id,
        address=_address_of(enrollment),
        account_id=campaign.account_id,
        channel=step.channel,
        purpose=Purpose.CAMPAIGN,
        author="campaign",
        body=body,
        origin=f"{group}/step:{step.position}/enrollment:{enrollment.pk}",
        origin_group=group,
        topic=group,
        reason_key=reason_key(campaign, step.position),
        idempotency_key=f"{group}/enrollment:{enrollment.pk}/step:{step.position}",
        copy_version=f"variant:{variant.pk}",
        rule_hours=rule_hours,
        program_texts=program_texts,
        expires_at=expires_at,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """One step's text for one contact; empty: fields that this contact has nothing for."""

    variant: Variant
    text: str
    empty: tuple[str, ...]


@dataclass(slots=True)
class Prospect:
    """Somebody a check looks at: what it reads of contact and phone, without making models of them."""

    campaign: Campaign
    contact_id: int
    first_name: str
    last_name: str
    city: str
    stated_request: str
    standing: str
    tags: Sequence[str]
    address: str
    line_type: str
    is_held_back: bool
    pk: int = 0


class Writer:
    """Writes a campaign's texts for many contacts: what is the same for all of them is looked up once."""

    def __init__(self, campaign: Campaign, *, texts: int) -> None:
        self.campaign, self.texts = campaign, texts
        self.rule_hours = rule_hours_of(campaign)
        self._own = values_for(campaign.business, Contact())
        self._variants: dict[int, tuple[list[Variant], list[int]]] = {}

    def words_for(self, step: Step, contact: Contact, *, label: str = "") -> Words:
        """Return what a contact reads at a step, before the lines that the outbox adds; label: of which wording."""
        return self.words_of(step, contact.pk, own_values(contact), label=label)

    def words_of(self, step: Step, contact_id: int, own: Mapping[str, str], *, label: str = "") -> Words:
        """Return the same from the contact's own values, by their names in merge fields."""
        if step.pk not in self._variants:
            variants = list(step.variants.all())
            self._variants[step.pk] = variants, [variant.weight for variant in variants]
        variants, weights = self._variants[step.pk]
        named = [variant for variant in variants if variant.label == label]
        variant = named[0] if named else variants[variant_index(contact_id, step.pk, weights)]
        merged = merge(variant.body, {**self._own, **own})
        return Words(variant, merged.text, merged.empty)

    def request(
        self, row: Enrollment | Prospect, step: Step, words: Words, *, is_first: bool, latest: datetime | None = None
    ) -> SubmitRequest:
        """Return what the outbox is asked for. is_first: nothing of this campaign has reached the contact yet."""
        return request_for(
            row, step, words.variant, body=words.text, rule_hours=self.rule_hours,
            program_texts=self.texts if is_first else 0, expires_at=latest,
        )  # fmt: skip


def draft_hash(campaign: Campaign) -> str:
    """Return what a check or simulation of this draft is kept under; anything changed that matters changes it."""
    steps = campaign.steps.prefetch_related("variants").order_by("position")
    return hash_draft(
        {
            "audience": campaign.audience,
            "account": campaign.account_id,
            "exclude_recent_days": campaign.exclude_recent_days,
            "exclude_running": campaign.exclude_running,
            "holdback_percent": campaign.holdback_percent,
            "daily_limit": campaign.daily_limit,
            "window": campaign.window,
            "stop_on": campaign.stop_on,
            "steps": [
                [step.position, step.channel, step.delay_hours, step.valid_hours]
                + [[variant.label, variant.body, variant.weight] for variant in step.variants.all()]
                for step in steps
            ],
        }
    )
