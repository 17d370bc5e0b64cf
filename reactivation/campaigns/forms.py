"""Forms of the campaign builder beside the texts (forms_steps) and the conditions (contacts.forms_conditions)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms

from accounts.models import Business
from contacts.models import Contact, SavedSegment
from contacts.segments import audience_choices, list_segments
from conversations.models import ChannelAccount
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.services import sender_choices
from reactivation.campaigns.showing.estimating import DAYS
from reactivation.campaigns.writing import LONGEST_CONVERSION_DAYS, LONGEST_EXCLUSION_DAYS, MOST_HELD_BACK

MIDNIGHT = time(0)


class AudienceForm(forms.Form):
    """Who a campaign is for beside the conditions: its name, its sender, who stays out."""

    name = forms.CharField(label="Name of the campaign", max_length=120, help_text="Only your team sees it.")
    account = forms.ModelChoiceField(
        label="Texts come from", queryset=ChannelAccount.across_businesses.none(), empty_label="Choose a number",
        error_messages={"required": "Choose the number that texts come from. Numbers are added in Settings, Channels."},
    )  # fmt: skip
    exclude_running = forms.BooleanField(
        label="Leave out people who are in another campaign that is under way", required=False
    )
    exclude_recent_days = forms.IntegerField(
        label="Leave out people whom a campaign texted within so many days", required=False, min_value=1,
        max_value=LONGEST_EXCLUSION_DAYS, help_text="Empty: it does not matter when they were last texted.",
    )  # fmt: skip
    holdback_percent = forms.IntegerField(
        label="Hold back, in percent", required=False, min_value=0, max_value=MOST_HELD_BACK,
        help_text="These people get nothing, picked by chance, so that the report can show how many would have come "
        "back by themselves.",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        accounts = sender_choices(campaign.business)
        kwargs["initial"] = {
            "name": campaign.name,
            "account": campaign.account_id or (accounts[0].pk if accounts else None),
            "exclude_running": campaign.exclude_running,
            "exclude_recent_days": campaign.exclude_recent_days,
            "holdback_percent": campaign.holdback_percent,
        }
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = ChannelAccount.objects.for_business(campaign.business_id).filter(
            pk__in=[row.pk for row in accounts]
        )

    def clean_holdback_percent(self) -> int:
        return self.cleaned_data["holdback_percent"] or 0


class SegmentForm(forms.Form):
    """Which saved segment the conditions are taken from."""

    segment = forms.ModelChoiceField(
        label="Saved segment", queryset=SavedSegment.across_businesses.none(), required=False,
        empty_label="Conditions of its own",
    )  # fmt: skip

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["segment"]
        field.queryset = list_segments(business)


class ScheduleForm(forms.Form):
    """When texts leave, who is not written to any more, and what counts as a result."""

    START = (("now", "As soon as I launch it"), ("later", "At a time I choose"))
    HOURS = (("lawful", "Any hour that the law allows where they are"), ("window", "Only on these days and hours"))

    start = forms.ChoiceField(label="Start", choices=START, widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(
        label="Start at", required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Write a day and a time, such as 2026-12-01 09:00."},
    )  # fmt: skip
    hours = forms.ChoiceField(label="Hours", choices=HOURS, widget=forms.RadioSelect)
    days = forms.TypedMultipleChoiceField(
        label="Days", coerce=int, required=False, choices=list(enumerate(DAYS)), widget=forms.CheckboxSelectMultiple
    )
    earliest = forms.TimeField(
        label="From", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    latest = forms.TimeField(
        label="Until", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    daily_limit = forms.IntegerField(
        label="First texts a day, at most", required=False, min_value=1, max_value=1_000_000,
        help_text="So that your team can keep up with the answers. Empty: no limit.",
    )  # fmt: skip
    stop_standings = forms.MultipleChoiceField(
        label="Stop writing to somebody who becomes", required=False, choices=Contact.Standing.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    stop_tags = forms.MultipleChoiceField(
        label="Stop writing to somebody who gets one of these tags", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    goal = forms.ChoiceField(label="The goal", choices=Campaign.Goal.choices, widget=forms.RadioSelect)
    conversion_days = forms.IntegerField(
        label="It counts within so many days of their reply", min_value=1, max_value=LONGEST_CONVERSION_DAYS
    )

    def __init__(self, *args: Any, campaign: Campaign, now: datetime, **kwargs: Any) -> None:
        self.now = now
        kept = campaign.window or {}
        kwargs["initial"] = {
            "start": "later" if campaign.starts_at else "now",
            "starts_at": campaign.starts_at,
            "hours": "window" if kept else "lawful",
            "days": kept.get("days", [0, 1, 2, 3, 4]),
            "earliest": kept.get("from", "09:00"),
            "latest": "00:00" if kept.get("until") == "24:00" else kept.get("until", "18:00"),
            "daily_limit": campaign.daily_limit,
            "stop_standings": (campaign.stop_on or {}).get("standings", []),
            "stop_tags": (campaign.stop_on or {}).get("tags", []),
            "goal": campaign.goal,
            "conversion_days": campaign.conversion_days,
        }
        super().__init__(*args, **kwargs)
        tags = dict.fromkeys([*audience_choices(campaign.business).tags, *kwargs["initial"]["stop_tags"]])
        self.fields["stop_tags"].choices = [(tag, tag) for tag in tags]  # type: ignore[attr-defined]
        if not tags:
            del self.fields["stop_tags"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") == "later" and "starts_at" not in self.errors:
            self._check_start(data.get("starts_at"))
        if data.get("hours") == "window":
            self._check_window(data)
        return data

    def _check_start(self, starts_at: datetime | None) -> None:
        if starts_at is None:
            self.add_error("starts_at", "Choose the day and the time at which it starts.")
        elif starts_at <= self.now:
            self.add_error("starts_at", "This time is over. Choose one that is still to come.")

    def _check_window(self, data: dict[str, Any]) -> None:
        if not data.get("days"):
            self.add_error("days", "Choose at least one day.")
        for name in ("earliest", "latest"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, "Write a time of day, such as 09:00.")
        first, last = data.get("earliest"), data.get("latest")
        if first is not None and last is not None and first >= last != MIDNIGHT:
            self.add_error("latest", "The hours must end later than they begin, on the same day.")

    @property
    def window(self) -> dict[str, Any]:
        """The hours as Campaign.window keeps them; call after `is_valid()`."""
        data = self.cleaned_data
        if data.get("hours") != "window" or data.get("earliest") is None or data.get("latest") is None:
            return {}
        until = "24:00" if data["latest"] == MIDNIGHT else f"{data['latest']:%H:%M}"
        return {"days": sorted(data.get("days") or []), "from": f"{data['earliest']:%H:%M}", "until": until}

    def values(self) -> dict[str, Any]:
        """Return what `drafting.save_schedule` takes."""
        data = self.cleaned_data
        stop_on = {"standings": data.get("stop_standings") or [], "tags": data.get("stop_tags") or []}
        return {
            "starts_at": data["starts_at"] if data["start"] == "later" else None,
            "window": self.window,
            "daily_limit": data.get("daily_limit"),
            "stop_on": {name: chosen for name, chosen in stop_on.items() if chosen},
            "goal": data["goal"],
            "conversion_days": data["conversion_days"],
        }


class PauseForm(forms.Form):
    why = forms.CharField(label="Why (your team sees it)", max_length=200, required=False)


class RecallForm(forms.Form):
    """Which texts are taken back: of one step, or all that wait."""

    position = forms.TypedChoiceField(
        label="Take back", coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = choices  # type: ignore[attr-defined]


class TestForm(forms.Form):
    """Which text goes to one's own phone, and as whom one reads it."""

    text = forms.ChoiceField(label="Text")
    contact = forms.TypedChoiceField(
        label="As it reads for", coerce=int,
        error_messages={"required": "Nobody is in the audience yet, so there is nobody to write the text for."},
    )  # fmt: skip

    def __init__(self, *args: Any, texts: list[tuple[str, str]], people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = texts  # type: ignore[attr-defined]
        self.fields["contact"].choices = people  # type: ignore[attr-defined]
