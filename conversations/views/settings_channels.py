"""Settings, Channels: the numbers texts come from, their state, and what a worker was asked to find out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from conversations import senders
from conversations.approved_copy import fill, find_wording
from conversations.channel_setup import webhook_urls
from conversations.forms_settings import EditSenderForm, NewSenderForm
from conversations.models import ChannelAccount, Switch
from conversations.selectors.switches import stop_of
from conversations.views.copy_names import SAMPLE_PERSON

SHOW_REFUSAL = timedelta(days=1)
# Texts that a carrier's registration form asks for as samples.
SAMPLES = ("positive", "booking_request", "help_answer", "opt_out_confirmation")


def _account(request: BusinessRequest, account_id: int) -> ChannelAccount:
    # The row knows its business already: no second query for it.
    account = get_object_or_404(ChannelAccount.objects.for_business(request.business), pk=account_id)
    account.business = request.business
    return account


@require_GET
@business_page(Capability.MANAGE_SETTINGS)
def show_list(request: BusinessRequest) -> HttpResponse:
    return render(request, "settings/channels.html", {"senders": senders.list_senders(request.business)})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def add(request: BusinessRequest) -> HttpResponse:
    form = NewSenderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secrets = form.secrets()
        data = form.cleaned_data
        try:
            assert secrets is not None  # The form demands the auth token.
            account = senders.add_sender(
                request.business, account_sid=data["account_sid"].strip(), number=data["number"], secrets=secrets,
                values=form.values(), now=timezone.now(),
            )  # fmt: skip
        except senders.SenderRefused as refused:
            _show_problems(form, refused)
        else:
            messages.success(request, "The number is saved. We are checking it with Twilio now.")
            return redirect("settings_channel", slug=request.business.slug, account_id=account.pk)
    context = {"form": form, "refusal": senders.DEMO_USES_SANDBOX if request.business.is_demo else ""}
    return render(request, "settings/channel_new.html", context)


def _show_problems(form: NewSenderForm | EditSenderForm, refused: senders.SenderRefused) -> None:
    for name, sentence in refused.problems.items():
        form.add_error(name or None, sentence)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def show_one(request: BusinessRequest, account_id: int) -> HttpResponse:
    account = _account(request, account_id)
    form = EditSenderForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            senders.edit_sender(account, values=form.values(), secrets=form.secrets(), now=timezone.now())
        except senders.SenderRefused as refused:
            _show_problems(form, refused)
        else:
            messages.success(request, "Saved.")
            return redirect("settings_channel", slug=request.business.slug, account_id=account.pk)
    context = _state(account) | {
        "form": form,
        "secrets": senders.describe_secrets(account),
        "samples": _samples(request) if account.provider != "sandbox" else [],
    }
    return render(request, "settings/channel.html", context)


def _state(account: ChannelAccount) -> dict[str, Any]:
    now = timezone.now()
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    stopped = stop_of(account.business, scope=Switch.Scope.CHANNEL, key=str(account.pk))
    return {
        "account": account,
        "is_off": stopped is not None,
        "stopped": stopped,
        "was_refused": account.refused_at is not None and now - account.refused_at < SHOW_REFUSAL,
        "is_awaited": senders.is_awaited(account, now=now),
        "is_overdue": account.setup_asked_at is not None and not senders.is_awaited(account, now=now),
        "urls": webhook_urls(account),
        # A sandbox number that has heard from its carrier needs no further proof.
        "hears_at_once": account.webhooks_set_at is not None
        or (account.provider == "sandbox" and account.inbound_seen_at is not None and not account.problem),
        "is_unreachable": account.provider != "sandbox" and (host == "localhost" or host.startswith("127.")),
    }


def _samples(request: BusinessRequest) -> list[str]:
    found = (find_wording(request.business, key=key) for key in SAMPLES)
    return [fill(wording, business=request.business, contact=SAMPLE_PERSON) for wording in found if wording is not None]


@require_GET
@business_page(Capability.MANAGE_SETTINGS)
def show_state(request: BusinessRequest, account_id: int) -> HttpResponse:
    """Show the state alone: htmx asks for it until the worker has answered."""
    return render(request, "settings/_channel_state.html", _state(_account(request, account_id)))


@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def check(request: BusinessRequest, account_id: int) -> HttpResponse:
    """Have a worker ask the provider; with `webhooks` in the form it also points the provider's calls here."""
    account = _account(request, account_id)
    senders.ask_for_check(account, now=timezone.now(), set_webhooks="webhooks" in request.POST)
    if request.htmx:
        return render(request, "settings/_channel_state.html", _state(account))
    return redirect("settings_channel", slug=request.business.slug, account_id=account.pk)


@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def switch(request: BusinessRequest, account_id: int) -> HttpResponse:
    account, on = _account(request, account_id), request.POST.get("on") == "yes"
    senders.switch_sender(account, on=on, member=request.member, now=timezone.now())
    words = "Texts leave by this number again." if on else "Nothing leaves by this number now. What waits is not lost."
    messages.success(request, words)
    return redirect("settings_channel", slug=request.business.slug, account_id=account.pk)
