"""Forms of the settings for senders and approved words: they validate shape, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms

from conversations.models import ChannelAccount
from conversations.senders import Secrets, SenderValues

REGISTRATIONS = [
    ("unregistered", "Not registered yet"),
    ("pending", "Registration under way"),
    ("registered", "Registered or verified"),
    ("rejected", "Registration rejected"),
    ("not_needed", "Not needed (numbers outside the United States, short codes)"),
]
# What a line must still hold after an edit, or it no longer does what the law and the carriers ask of it.
LINE_NEEDS = {
    "line_opt_out": ("STOP", "This line tells people how to stop, so it must hold the word STOP in capitals."),
    "line_program": ("{count}", "This line says how many texts follow, so it must hold {count}."),
    "line_help": ("{phone}", "This line names your telephone number, so it must hold {phone}."),
    "line_identity": ("{sender_name}", "This line says who writes, so it must hold {sender_name}."),
}


def _secret(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    # Never written back into a page, whatever was wrong with the rest of the form.
    widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=required, max_length=100, help_text=help_text, widget=widget)


class SenderForm(forms.Form):
    """What may be changed of every sender."""

    label = forms.CharField(
        label="Name of this number", required=False, max_length=60, help_text="Only you see it, such as “Main line”."
    )
    service_sid = forms.CharField(
        label="Messaging service SID", required=False, max_length=40,
        help_text="Begins with MG. Only when your texts leave through a Twilio messaging service.",
    )  # fmt: skip
    rate = forms.FloatField(
        label="Segments per second", required=False,
        help_text="How fast Twilio takes texts from this number. Empty for the usual: 1 local, 3 toll-free.",
    )  # fmt: skip
    price = forms.DecimalField(
        label="Price of one segment", required=False, min_value=0, max_digits=8, decimal_places=5,
        help_text="In your currency, carrier fees included, such as 0.0113. For estimates; empty shows segments only.",
    )  # fmt: skip
    registration = forms.ChoiceField(
        label="Registration with the carriers", choices=REGISTRATIONS,
        help_text="Nothing leaves by this number until it is registered: carriers would refuse it.",
    )  # fmt: skip
    carrier_answers_keywords = forms.BooleanField(
        label="Twilio itself answers STOP, START and HELP", required=False,
        help_text="The usual case. Leave it on unless Twilio has switched this off for you, "
        "else people get two confirmations or none.",
    )  # fmt: skip

    def values(self) -> SenderValues:
        """Return the checked values in the service's shape."""
        data = self.cleaned_data
        return SenderValues(
            label=data["label"],
            service_sid=data["service_sid"].strip(),
            rate=data["rate"],
            price=data["price"],
            registration=data.get("registration") or ChannelAccount.Registration.UNREGISTERED,
            carrier_answers_keywords=data.get("carrier_answers_keywords", True),
        )


class SecretsForm(forms.Form):
    """Credentials as they are typed; an empty form changes nothing."""

    auth_token = _secret("Auth token", "In the Twilio console, Account Info. It also proves that a call is Twilio's.")
    api_key = _secret("API key SID", "Optional, begins with SK: then texts are sent with the key.")
    api_secret = _secret("API key secret")

    def secrets(self) -> Secrets | None:
        """Return what was typed, or None where nothing was."""
        names = ("auth_token", "api_key", "api_secret")
        typed = {name: self.cleaned_data[name].strip() for name in names}
        return Secrets(**typed) if any(typed.values()) else None


class NewSenderForm(SenderForm, SecretsForm):
    account_sid = forms.CharField(
        label="Account SID", max_length=40, help_text="Begins with AC, in the Twilio console under Account Info."
    )
    number = forms.CharField(
        label="Number", max_length=40, help_text="The number people will see, such as (212) 555-0123."
    )
    field_order = ("account_sid", "auth_token", "api_key", "api_secret", "number", "service_sid", "label", "rate",
                   "price", "registration", "carrier_answers_keywords")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"carrier_answers_keywords": True, "registration": "unregistered"})
        super().__init__(*args, **kwargs)
        self.fields["auth_token"].required = True


class EditSenderForm(SenderForm, SecretsForm):
    """Change a sender; secrets left empty stay as they are."""

    field_order = ("label", "service_sid", "rate", "price", "registration", "carrier_answers_keywords", "auth_token",
                   "api_key", "api_secret")  # fmt: skip

    def __init__(self, *args: Any, account: ChannelAccount, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "label": account.label,
            "service_sid": account.service_sid,
            "rate": f"{account.segments_per_second:g}",
            "price": account.price_per_segment.normalize() if account.price_per_segment is not None else None,
            "registration": account.registration,
            "carrier_answers_keywords": account.carrier_answers_keywords,
        }
        super().__init__(*args, **kwargs)
        if account.provider == "sandbox":
            for name in ("service_sid", "registration", "carrier_answers_keywords", *SecretsForm.base_fields):
                del self.fields[name]
            self.fields["rate"].help_text = "How fast the sandbox takes texts from this number."

    def values(self) -> SenderValues:
        self.cleaned_data.setdefault("service_sid", "")
        return super().values()

    def secrets(self) -> Secrets | None:
        return super().secrets() if "auth_token" in self.fields else None


class CopyForm(forms.Form):
    """New words for one key."""

    text = forms.CharField(label="Your words", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, copy_key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copy_key = copy_key

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        needed, sentence = LINE_NEEDS.get(self.copy_key, ("", ""))
        if needed not in text:
            raise forms.ValidationError(sentence)
        return text
