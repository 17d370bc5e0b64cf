"""Campaigns in a contact's timeline: put in, left out, replied, held back, ended."""

from __future__ import annotations

from django.urls import reverse

from accounts.templatetags.statuses import describe_status
from contacts.models import Contact
from contacts.timeline import OF_EACH, Happening, register_happenings
from reactivation.campaigns.models import Enrollment

BEGAN = {
    "left_out": ("Left out of the campaign “{}”", "neutral"),
    "held_back": ("Held back from the campaign “{}” to compare", "neutral"),
}


def tell_campaigns(contact: Contact) -> list[Happening]:
    """Return what a contact's campaigns add to its timeline, newest first."""
    rows = Enrollment.objects.for_business(contact.business_id).filter(contact=contact)
    found = []
    for row in rows.select_related("campaign").order_by("-pk")[:OF_EACH]:
        name = row.campaign.name
        url = reverse("campaign", args=[contact.business.slug, row.campaign_id])
        title, tone = BEGAN.get(row.state, ("Put into the campaign “{}”", "info"))
        why = row.findings[0][3] if row.state == "left_out" and row.findings else ""
        found.append(Happening(row.created_at, title.format(name), why, tone, kind="campaign", url=url))
        if row.replied_at:
            meant = describe_status("intent", row.reply_intent).label if row.reply_intent else ""
            title = f"Replied to the campaign “{name}”"
            found.append(Happening(row.replied_at, title, meant, "good", kind="campaign", url=url))
    return found


register_happenings("campaigns", tell_campaigns)
