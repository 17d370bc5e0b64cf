"""Forms of the settings that belong to the business itself."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import phonenumbers
from django import forms

from accounts.models import Business
from accounts.zones import zone_choices

DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip


def clean_country(typed: str) -> str:
    """Return the ISO code of a country in capitals. Raises ValidationError where there is no such country."""
    country = typed.strip().upper()
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise forms.ValidationError("There is no such country. Write its two letters, such as US.")
    return country


def _write_phone(number: str, *, country: str) -> str:
    """Write a stored number as people at home do: (303) 555-0100; abroad with its country."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    # By the calling code, as the form reads it back: an unassigned number has no country of its own.
    is_home = read.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, style)


class BusinessForm(forms.ModelForm):  # type: ignore[type-arg]
    zone = forms.ChoiceField(label="Time zone")
    website = forms.URLField(required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Business
        fields = ("name", "sender_name", "trade", "zone", "country", "state", "postal_address", "phone", "email",
                  "website", "campaign_cap_per_day", "reply_wait_seconds")  # fmt: skip
        help_texts: ClassVar = {"country": "Two letters, such as US.", "state": "Two letters, such as CO."}
        labels: ClassVar = {
            "sender_name": "Name in texts",
            "trade": "What you do",
            "campaign_cap_per_day": "Campaign texts to one person in 24 hours, at most",
            "reply_wait_seconds": "Seconds the assistant waits for more words before it answers",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(self.instance.zone)  # type: ignore[attr-defined]
        self.initial["phone"] = _write_phone(self.instance.phone, country=self.instance.country)

    def clean_country(self) -> str:
        return clean_country(self.cleaned_data["country"])

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def clean_phone(self) -> str:
        raw = str(self.cleaned_data["phone"]).strip()
        if not raw:
            return ""
        try:
            number = phonenumbers.parse(raw, self.cleaned_data.get("country") or "US")
        except phonenumbers.NumberParseException as error:
            raise forms.ValidationError("This is not a telephone number we can read.") from error
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError("This telephone number has too few or too many digits.")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_campaign_cap_per_day(self) -> int:
        cap = int(self.cleaned_data["campaign_cap_per_day"])
        if not 1 <= cap <= 3:
            raise forms.ValidationError("From 1 to 3: the strictest law allows three texts in 24 hours.")
        return cap

    def clean_reply_wait_seconds(self) -> int:
        wait = int(self.cleaned_data["reply_wait_seconds"])
        if wait > 120:
            raise forms.ValidationError("At most 120 seconds: people expect an answer while they hold the phone.")
        return wait


class HoursForm(forms.Form):
    """One opening and one closing time for each day; empty means closed."""

    holidays = forms.CharField(
        label="Closed on these days", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One day per line, such as 2026-12-25 Christmas.",
    )  # fmt: skip

    def __init__(self, *args: Any, business: Business, closed: dict[date, str], **kwargs: Any) -> None:
        initial: dict[str, str] = {"holidays": "\n".join(f"{day} {name}".strip() for day, name in closed.items())}
        for day in DAYS:
            spans = business.hours.get(day) or []
            initial[f"{day}_from"], initial[f"{day}_to"] = spans[0] if spans else ("", "")
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for day, name in DAYS.items():
            widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            self.fields[f"{day}_from"] = forms.TimeField(label=f"{name}, from", required=False, widget=widget)
            self.fields[f"{day}_to"] = forms.TimeField(label=f"{name}, to", required=False, widget=widget)

    @property
    def days(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(name, self[f"{day}_from"], self[f"{day}_to"]) for day, name in DAYS.items()]

    def clean_holidays(self) -> dict[date, str]:
        found = {}
        for line in str(self.cleaned_data["holidays"]).splitlines():
            text, _, name = line.strip().partition(" ")
            if not text:
                continue
            try:
                found[date.fromisoformat(text)] = name.strip()
            except ValueError as error:
                raise forms.ValidationError(f"“{text}” is not a day such as 2026-12-25.") from error
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for day, name in DAYS.items():
            if bool(data.get(f"{day}_from")) != bool(data.get(f"{day}_to")):
                self.add_error(f"{day}_to", f"{name} needs both times, or none when you are closed.")
        return data

    def hours(self) -> dict[str, list[list[str]]]:
        found = {}
        for day in DAYS:
            start, end = self.cleaned_data.get(f"{day}_from"), self.cleaned_data.get(f"{day}_to")
            if start and end:
                found[day] = [[f"{start:%H:%M}", f"{end:%H:%M}"]]
        return found
