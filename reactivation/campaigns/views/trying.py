"""Sending a text of a campaign to one's own phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.addresses import write_phone
from contacts.models import Contact
from contacts.segments import AudienceProblem
from reactivation.campaigns.forms import TestForm
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.previewing import list_people
from reactivation.campaigns.trying import send_test
from reactivation.campaigns.views.shared import find_campaign, say_problems, to_campaign
from reactivation.campaigns.writing import CampaignProblem


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def send_to_me(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Choose a text and a person whose words it takes; it goes to the verified phone of the member who asks."""
    campaign = find_campaign(request, campaign_id)
    people = _people(request, campaign)
    form = TestForm(request.POST or None, texts=_texts(campaign), people=people)
    if request.method == "POST" and form.is_valid():
        position, _, label = form.cleaned_data["text"].partition("-")
        contact = get_object_or_404(Contact.objects.for_business(request.business), pk=form.cleaned_data["contact"])
        try:
            send_test(
                campaign, member=request.member, contact=contact, position=int(position), label=label,
                now=timezone.now(),
            )  # fmt: skip
        except CampaignProblem as problem:
            form.add_error(None, problem.sentences)
        else:
            messages.success(request, f"The text is on its way to {write_phone(request.member.phone)}.")
            return to_campaign(campaign, "campaign_test")
    is_proved = bool(request.member.phone and request.member.phone_verified_at)
    context = {"campaign": campaign, "form": form, "is_proved": is_proved}
    return render(request, "campaigns/test.html", context)


def _people(request: BusinessRequest, campaign: Campaign) -> list[tuple[int, str]]:
    try:
        return [(row.pk, row.name) for row in list_people(campaign, now=timezone.now())]
    except AudienceProblem as problem:
        say_problems(request, CampaignProblem(str(problem)))
        return []


def _texts(campaign: Campaign) -> list[tuple[str, str]]:
    found = []
    for step in campaign.steps.prefetch_related("variants").order_by("position"):
        variants = list(step.variants.all())
        for variant in variants:
            name = f"Text {step.position}" + (f", wording {variant.label}" if len(variants) > 1 else "")
            found.append((f"{step.position}-{variant.label}", name))
    return found
