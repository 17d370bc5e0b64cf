"""Forms of the contacts' pages: they validate shape, the services decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from accounts.forms import clean_country
from accounts.zones import zone_choices
from contacts.models import Contact


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    tags = forms.CharField(required=False, max_length=400, help_text="Apart by commas.")
    zone = forms.ChoiceField(
        label="Time zone", required=False, help_text="Texts keep to the hours where this person is."
    )

    class Meta:
        model = Contact
        fields = ("first_name", "last_name", "standing", "source", "stated_request", "city", "state", "postcode",
                  "country", "zone", "language")  # fmt: skip
        labels: ClassVar = {"stated_request": "What they asked for", "postcode": "ZIP or postcode"}
        help_texts: ClassVar = {"state": "Two letters, such as CO.", "country": "Two letters, such as US.",
                                "language": "Such as en or es."}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unset = ("", "From the number and address")
        self.fields["zone"].choices = [unset, *zone_choices(self.instance.zone)]  # type: ignore[attr-defined]
        self.initial["tags"] = ", ".join(self.instance.tags)

    def clean_tags(self) -> list[str]:
        return list(dict.fromkeys(tag.strip()[:40] for tag in self.cleaned_data["tags"].split(",") if tag.strip()))

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def clean_country(self) -> str:
        return clean_country(self.cleaned_data["country"]) if self.cleaned_data["country"] else ""


class StopForm(forms.Form):
    """A member records that somebody asked to stop, for example by telephone."""

    reason = forms.CharField(label="What was said, and where", max_length=300)
    all_channels = forms.BooleanField(label="Email as well", required=False)
