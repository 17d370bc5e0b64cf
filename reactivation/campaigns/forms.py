"""Forms of the campaign builder."""

from __future__ import annotations

from typing import Any

from django import forms

from contacts.models import Contact
from contacts.segments import Audience, Choices
from conversations.models import ChannelAccount
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.writing import LONGEST_TEXT, MOST_STEPS, StepDraft


class AudienceForm(forms.Form):
    name = forms.CharField(label="Name of the campaign", max_length=120, help_text="Only your team sees it.")
    inactive_months = forms.IntegerField(
        label="No contact for at least", required=False, min_value=1, max_value=240,
        help_text="Months without a visit, a deal or a message either way. Empty: anybody.",
    )  # fmt: skip
    tags = forms.MultipleChoiceField(
        label="With any of these tags", required=False, widget=forms.CheckboxSelectMultiple
    )
    without_tags = forms.MultipleChoiceField(
        label="Without these tags", required=False, widget=forms.CheckboxSelectMultiple
    )
    sources = forms.MultipleChoiceField(label="From these sources", required=False, widget=forms.CheckboxSelectMultiple)
    standings = forms.MultipleChoiceField(
        label="Standing", required=False, widget=forms.CheckboxSelectMultiple, choices=Contact.Standing.choices
    )
    account = forms.ModelChoiceField(
        label="Texts come from", queryset=ChannelAccount.across_businesses.none(), empty_label="Choose a number"
    )

    def __init__(
        self, *args: Any, campaign: Campaign, choices: Choices, accounts: list[ChannelAccount], **kwargs: Any
    ) -> None:
        kept = campaign.audience
        initial = {
            **kept,
            "name": campaign.name,
            "account": campaign.account_id or (accounts[0].pk if accounts else None),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for name, values, chosen in (
            ("tags", choices.tags, kept.get("tags", [])),
            ("without_tags", choices.tags, kept.get("without_tags", [])),
            ("sources", choices.sources, kept.get("sources", [])),
        ):
            offered = list(dict.fromkeys([*values, *chosen]))
            self.fields[name].choices = [(value, value) for value in offered]  # type: ignore[attr-defined]
        account = self.fields["account"]
        account.queryset = ChannelAccount.objects.for_business(campaign.business_id).filter(  # type: ignore[attr-defined]
            pk__in=[row.pk for row in accounts]
        )

    def audience(self) -> Audience:
        data = self.cleaned_data
        return Audience(
            inactive_months=data.get("inactive_months"),
            tags=tuple(data.get("tags") or ()),
            sources=tuple(data.get("sources") or ()),
            standings=tuple(data.get("standings") or ()),
            without_tags=tuple(data.get("without_tags") or ()),
        )


class StepForm(forms.Form):
    delay_days = forms.IntegerField(label="Days after the text before", min_value=1, max_value=365, required=False)
    body = forms.CharField(
        label="Text", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "Hi {{ first_name|there }}, …"}),
    )  # fmt: skip
    variant_b = forms.CharField(
        label="Second wording to compare (B)", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Left empty, everybody gets the first.",
    )  # fmt: skip


class StepsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The texts in order; empty ones at the end are left out."""

    def drafts(self) -> list[StepDraft]:
        found = []
        for form in self.forms:
            data = form.cleaned_data
            bodies = tuple(body for body in (data.get("body", ""), data.get("variant_b", "")) if body.strip())
            if bodies:
                found.append(StepDraft(delay_hours=(data.get("delay_days") or 3) * 24, bodies=bodies))
        return found


StepFormSet = forms.formset_factory(
    StepForm, formset=StepsFormSet, extra=1, max_num=MOST_STEPS, absolute_max=MOST_STEPS, validate_max=True
)


class PauseForm(forms.Form):
    why = forms.CharField(label="Why (your team sees it)", max_length=200, required=False)
