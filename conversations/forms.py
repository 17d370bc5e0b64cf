"""Forms of the conversations' pages: they validate shape, threads, handoff and outbox decide."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Business, Member
from accounts.templatetags.statuses import INTENTS

# What a member can say yes to when asked before a text leaves.
CONFIRMATIONS = ("hours", "suspected", "content")
INTENT_CHOICES = [(name, words.label) for name, words in INTENTS.items()]
REASON_HELP = "It stays on record with the message."


class ComposeForm(forms.Form):
    """A member's own text. `key` makes a double click one message; `confirm` answers the questions that were asked."""

    body = forms.CharField(max_length=1600, error_messages={"required": "Write the text first."})
    key = forms.UUIDField()
    confirm = forms.MultipleChoiceField(choices=[(name, name) for name in CONFIRMATIONS], required=False)
    stated_reason = forms.CharField(max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=300, help_text=REASON_HELP, error_messages={"required": "Say why: it stays on record."}
    )


class StopForm(ReasonForm):
    """A member stops messages, as when somebody asks on the telephone."""

    reason = forms.CharField(label="What was said, and where", max_length=300, help_text="It stays on record.")
    all_channels = forms.BooleanField(label="Email as well", required=False, initial=True)


class DecideForm(forms.Form):
    """Was a doubtful message an opt-out?"""

    answer = forms.ChoiceField(choices=[("opt_out", "It is an opt-out"), ("none", "It is none")])
    reason = forms.CharField(
        max_length=300, error_messages={"required": "Say what you read in it: the reason stays on record."}
    )


class IntentForm(forms.Form):
    triage = forms.IntegerField(min_value=1)
    intent = forms.ChoiceField(label="It means", choices=INTENT_CHOICES)


class AssignForm(forms.Form):
    """Whose conversation this is; nobody's where empty."""

    member: Any = forms.ModelChoiceField(queryset=None, required=False, empty_label="Nobody yet")

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Member.objects.for_business(business).filter(is_active=True)


class MoveForm(forms.Form):
    """Whose message it is instead."""

    contact = forms.IntegerField(min_value=1, error_messages={"required": "Choose whose message it is."})


class NoteForm(forms.Form):
    body = forms.CharField(max_length=2000, error_messages={"required": "The note is empty."})


class DraftForm(forms.Form):
    """Approve a draft, as it is or in the member's own words; or say why not."""

    body = forms.CharField(max_length=1600, required=False)
    why = forms.CharField(max_length=300, required=False)


class DoneForm(forms.Form):
    outcome = forms.CharField(max_length=200, required=False)


class LeadTextForm(forms.Form):
    """What a lead writes on a sandbox phone."""

    phone = forms.CharField(max_length=20)
    body = forms.CharField(max_length=1600, error_messages={"required": "Write something first."})
