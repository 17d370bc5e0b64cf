"""Writing a campaign's texts, and seeing them on a phone while they are written."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.merge_fields import FIELDS
from reactivation.campaigns import writing
from reactivation.campaigns.forms_steps import StepsForm
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.previewing import preview_words
from reactivation.campaigns.views.shared import TEXTS, find_campaign, list_steps, read_key, to_campaign

FIRST_TEXT = (
    "Hi {{ first_name|there }}, it has been a while since we last helped you. Is there anything we can do for you?"
)
# What is said instead where a contact has nothing; the business's own fields are always known.
FALLBACKS = {"first_name": "there", "last_name": "", "city": "your area", "stated_request": "your request"}


def _insertions() -> list[tuple[str, str, str]]:
    """Return for each merge field its name in words, what is put into the text, and the fallback in it."""
    found = []
    for name, label in FIELDS.items():
        fallback = FALLBACKS.get(name)
        inside = name if fallback is None else f"{name}|{fallback}"
        found.append((label.partition(",")[0].capitalize(), f"{{{{ {inside} }}}}", fallback or ""))
    return found


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def write_texts(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = find_campaign(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return to_campaign(campaign)
    data = request.POST if request.method == "POST" else None
    form = StepsForm(data, drafts=writing.drafts_of(campaign), first_text=FIRST_TEXT)
    problems: list[str] = []
    if data is not None and not form.pressed and form.is_valid():
        try:
            writing.set_steps(campaign, steps=form.drafts())
        except writing.CampaignProblem as problem:
            problems = problem.sentences
        else:
            return to_campaign(campaign, "campaign_schedule")
    context = {
        "campaign": campaign, "form": form, "problems": problems, "insertions": _insertions(),
        "steps": list_steps(campaign, TEXTS), **_preview(campaign, form, data or {}),
    }  # fmt: skip
    return render(request, "campaigns/texts.html", context)


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def preview_text(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show a text as the phone of somebody in the audience will, while it is being written; stores nothing."""
    campaign = find_campaign(request, campaign_id)
    form = StepsForm(request.POST, drafts=())
    context = {"campaign": campaign, **_preview(campaign, form, request.POST)}
    return render(request, "campaigns/_preview.html", context)


def _preview(campaign: Campaign, form: StepsForm, data: Any) -> dict[str, Any]:
    wordings = form.bodies()
    chosen = next((row for row in wordings if row[0] == data.get("preview_text")), wordings[0])
    preview = preview_words(
        campaign, chosen[2], position=int(chosen[0].partition("-")[0]) + 1, texts=len(form.rows),
        contact_id=read_key(data.get("preview_contact", "")) or None, sought=data.get("preview_q", ""),
        now=timezone.now(),
    )  # fmt: skip
    return {"preview": preview, "wordings": wordings, "chosen_text": chosen[0], "sought": data.get("preview_q", "")}
