"""Forms of the contacts' pages: they validate shape, the services decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from accounts.forms import clean_country
from accounts.zones import zone_choices
from contacts.importing import FIELDS
from contacts.models import Contact, ImportBatch


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV file", help_text="The first line holds the headings. From Excel: Save As, CSV UTF-8.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )  # fmt: skip


class ColumnsForm(forms.Form):
    """Which column holds what, and what stands where no column says it."""

    mode = forms.ChoiceField(label="What to do", choices=ImportBatch.Mode.choices)
    source = forms.CharField(
        label="Lead source for all rows", max_length=80, required=False, help_text="Where the file has none."
    )
    tags = forms.CharField(label="Tags for all rows", max_length=200, required=False, help_text="Apart by commas.")
    consent_source = forms.CharField(
        label="Where consent was given", max_length=80, required=False,
        help_text="Such as “website form” or “intake sheet”. Where the file has no column for it.",
    )  # fmt: skip
    consent_wording = forms.CharField(
        label="The words they agreed to", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As they stood on the form. Left empty, you vouch for the file yourself on the next page.",
    )  # fmt: skip

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        defaults = batch.defaults
        initial = {f"column_{name}": str(index) for name, index in batch.mapping.items()}
        initial |= {
            "mode": batch.mode,
            "source": defaults.get("source", ""),
            "tags": ", ".join(defaults.get("tags", [])),
        }
        initial |= {name: defaults.get(name, "") for name in ("consent_source", "consent_wording")}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *((str(i), name) for i, name in enumerate(batch.columns))]
        for name, (label, _) in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, str] = {}
        for name, (label, _) in FIELDS.items():
            chosen = data.get(f"column_{name}", "")
            if chosen and chosen in used:
                self.add_error(f"column_{name}", f"This column is already chosen for {used[chosen]}.")
            used.setdefault(chosen, label)
        return data

    def mapping(self) -> dict[str, int]:
        found = ((name, self.cleaned_data.get(f"column_{name}", "")) for name in FIELDS)
        return {name: int(chosen) for name, chosen in found if chosen}

    def defaults(self) -> dict[str, Any]:
        data = self.cleaned_data
        tags = [tag.strip()[:40] for tag in data["tags"].split(",") if tag.strip()]
        return {
            "source": data["source"],
            "tags": tags,
            "consent_source": data["consent_source"],
            "consent_wording": data["consent_wording"],
        }


class StartForm(forms.Form):
    attests = forms.BooleanField(required=False)


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
