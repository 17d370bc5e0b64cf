"""Parts of a page that update themselves, and the words of one message's small print."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.policy import Capability, may
from contacts.addresses import write_phone
from contacts.models import Contact
from conversations.handoff import sentence_of
from conversations.models import Handoff, Message, Switch
from conversations.selectors import Beside
from conversations.selectors.switches import stop_of

register = template.Library()

# Masked anew in every answer: not a change.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
CAMPAIGN = re.compile(r"campaign:(\d+)")
# Above this it is no answer in a breath but one that waited for somebody or something.
QUICK = timedelta(minutes=10)
AUTHORS = {"campaign": "Campaign", "system": "Automatic", "contact": ""}


@register.simple_block_tag(takes_context=True)
def live(context: template.Context, content: str, id: str, css: str = "") -> SafeString:
    """A part of a page that static/js/live.js keeps fresh. Its fingerprint rides along and comes back with each look.

    On a whole page (no `seen` in the context) it is always drawn. In the answer to a look, `seen` holds what the
    browser has, and a part that has not changed is left out.
    """
    inner = content.strip()
    fingerprint = hashlib.blake2b(TOKEN.sub("", inner).encode(), digest_size=9).hexdigest()
    known = context.get("seen")
    if known is not None and known.get(id) == fingerprint:
        return SafeString("")
    return format_html(
        '<div id="{}" class="{}" data-seen="{}"{}>{}</div>',
        id,
        css,
        fingerprint,
        SafeString(' hx-swap-oob="true"') if known is not None else "",
        SafeString(inner),
    )


@register.filter
def said_by(message: Message) -> str:
    """Who wrote a message, and how fast the assistant was: "Assistant, 4 s"."""
    if message.author == Message.Author.MEMBER:
        return str(message.by_member) if message.by_member else "Your team"
    if message.author != Message.Author.ASSISTANT:
        return AUTHORS.get(message.author, message.author)
    name = "Follow-up" if message.purpose == "follow_up" else "Assistant"
    if message.approved_by and message.approval == "given":
        return f"{name}, approved by {message.approved_by}"
    if message.answered_at and message.handed_over_at:
        took = message.handed_over_at - message.answered_at
        return f"{name}, {max(1, round(took.total_seconds()))} s" if timedelta() <= took < QUICK else name
    return name


@register.filter
def shown_at(message: Message) -> datetime:
    """When a message came or left; when it was asked for, where it has not left."""
    return message.handed_over_at or message.created_at


@register.filter
def why_asked(task: Handoff) -> str:
    """Why a person is asked, as a sentence."""
    return sentence_of(task.reason)


register.filter("nice_phone", write_phone)


@register.filter
def sharing(beside: Beside, message: Message) -> list[Contact]:
    """Who else has the phone that a message came from: whose it may be instead."""
    return beside.sharing.get(message.address_hash, [])


@register.filter
def place_of(zone: str) -> str:
    """The city that names a time zone: America/New_York is New York."""
    return zone.split("/")[-1].replace("_", " ")


@register.filter
def as_words(name: str) -> str:
    """The name of a stored fact as people read it: requested_time is Requested time."""
    return name.replace("_", " ").capitalize()


@register.filter
def per_cent(share: float) -> str:
    """0.94 as "94 %"."""
    return f"{round(share * 100)} %"


@register.simple_tag
def campaign_link(message: Message, slug: str, label: str = "Campaign") -> SafeString:
    """A link to the campaign that asked for a message; plain words where the origin is something else."""
    found = CAMPAIGN.match(message.origin_group or message.origin)
    try:
        address = reverse("campaign", kwargs={"slug": slug, "campaign_id": int(found[1])}) if found else ""
    except NoReverseMatch:
        address = ""
    return format_html('<a href="{}">{}</a>', address, label) if address else format_html("<span>{}</span>", label)


@register.inclusion_tag("conversations/_hold.html", takes_context=True)
def contact_hold(context: template.Context, contact: Contact) -> dict[str, Any]:
    """Whether messages to a contact are held, by whom and why, with the way to hold them or to lift it."""
    request: Any = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "contact": contact,
        "held": stop_of(request.business, scope=Switch.Scope.CONTACT, key=str(contact.pk)),
        "may_converse": may(request.member.role, Capability.CONVERSE),
    }
