"""Forms of the list of contacts and of one contact's pages: they validate shape, the services decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from accounts.forms import clean_country
from accounts.models import Business, Member
from accounts.zones import zone_choices
from contacts.addresses import parse_email, parse_phone
from contacts.custom_fields import list_fields
from contacts.models import Contact, ContactPoint, CustomField
from contacts.services import MOST_TAGS, ContactProblem, clean_custom, clean_tag

CHANNEL_CHOICES = (("", "No preference"), ("sms", "Text"), ("email", "Email"), ("call", "Call"))
REASON = "It stays on record and cannot be changed."


def owner_choices(business: Business, *, current: Member | None = None) -> list[tuple[str, str]]:
    """Return the active members of a business, and whoever looks after this contact now."""
    members = Member.objects.for_business(business).filter(is_active=True).select_related("user")
    rows = [(str(member.pk), str(member)) for member in members.order_by("user__name", "pk")]
    if current is not None and str(current.pk) not in dict(rows):
        rows.append((str(current.pk), f"{current} (no longer in the team)"))
    return rows


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    tags = forms.CharField(required=False, max_length=2000, help_text="Apart by commas.")
    zone = forms.ChoiceField(
        label="Time zone", required=False, help_text="Texts keep to the hours where this person is."
    )
    owner = forms.ChoiceField(label="Looked after by", required=False)
    preferred_channel = forms.ChoiceField(label="Prefers", required=False, choices=CHANNEL_CHOICES)

    class Meta:
        model = Contact
        fields = ("first_name", "last_name", "standing", "source", "stated_request", "city", "state", "postcode",
                  "country", "zone", "language", "preferred_channel")  # fmt: skip
        labels: ClassVar = {"stated_request": "What they asked for", "postcode": "ZIP or postcode"}
        help_texts: ClassVar = {"state": "Two letters, such as CO.", "country": "Two letters, such as US.",
                                "language": "Such as en or es."}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Contact = self.instance
        fields: Any = self.fields
        fields["zone"].choices = [("", "From the number and address"), *zone_choices(contact.zone)]
        fields["owner"].choices = [("", "Nobody"), *owner_choices(contact.business, current=contact.owner)]
        self.initial["tags"] = ", ".join(contact.tags)
        self.initial["owner"] = str(contact.owner_id or "")
        if contact.preferred_channel not in dict(CHANNEL_CHOICES):
            kept = contact.preferred_channel
            fields["preferred_channel"].choices = [*CHANNEL_CHOICES, (kept, kept.capitalize())]
        self.own = list_fields(contact.business)
        for one in self.own:
            fields[f"own_{one.key}"] = _own_field(one)
            self.initial[f"own_{one.key}"] = contact.custom.get(one.key, "")

    def clean_tags(self) -> list[str]:
        try:
            found = [clean_tag(word) for word in self.cleaned_data["tags"].split(",") if word.strip()]
        except ContactProblem as problem:
            raise forms.ValidationError(str(problem)) from None
        if len(found) > MOST_TAGS:
            raise forms.ValidationError(f"A contact has at most {MOST_TAGS} tags.")
        return list(dict.fromkeys(found))

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def clean_country(self) -> str:
        return clean_country(self.cleaned_data["country"]) if self.cleaned_data["country"] else ""

    def clean_owner(self) -> Member | None:
        chosen = self.cleaned_data["owner"]
        return Member.objects.for_business(self.instance.business).get(pk=int(chosen)) if chosen else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.own:
            name = f"own_{one.key}"
            try:
                data[name] = clean_custom(one, data.get(name) or "")
            except ContactProblem as problem:
                self.add_error(name, str(problem))
        return data

    def values(self) -> dict[str, Any]:
        """Return what `services.edit_contact` takes."""
        data = self.cleaned_data
        custom = {one.key: data[f"own_{one.key}"] for one in self.own}
        return {name: value for name, value in data.items() if not name.startswith("own_")} | {"custom": custom}


def _own_field(one: CustomField) -> forms.CharField:
    types = {CustomField.Kind.DATE: "date", CustomField.Kind.NUMBER: "text"}
    attrs = {"inputmode": "decimal"} if one.kind == CustomField.Kind.NUMBER else {}
    widget = forms.TextInput(attrs=attrs)
    widget.input_type = types.get(CustomField.Kind(one.kind), "text")
    return forms.CharField(label=one.label, required=False, widget=widget)


class PointForm(forms.Form):
    """One phone or email of a contact, new or corrected."""

    kind = forms.ChoiceField(label="What", choices=(("phone", "Phone"), ("email", "Email")))
    address = forms.CharField(label="Number or address", max_length=254)
    line_type = forms.ChoiceField(
        label="Line type", choices=ContactPoint.LineType.choices, required=False,
        help_text="A landline gets no texts. Unknown may be texted.",
    )  # fmt: skip
    label = forms.CharField(max_length=40, required=False, help_text="Such as work or home.")
    is_primary = forms.BooleanField(label="The first choice for this kind", required=False)

    def __init__(self, *args: Any, business: Business, point: ContactPoint | None = None, **kwargs: Any) -> None:
        if point is not None:
            kwargs["initial"] = {name: getattr(point, name) for name in ("address", "line_type", "label", "is_primary")}
        super().__init__(*args, **kwargs)
        self.business, self.point = business, point
        if point is not None:
            del self.fields["kind"]
            if point.kind == "email":
                del self.fields["line_type"]
        else:
            del self.fields["is_primary"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = self.point.kind if self.point else data.get("kind")
        typed = data.get("address", "")
        if not typed or not kind:
            return data
        if kind == "phone":
            phone = parse_phone(typed, region=self.business.country)
            address, problem = phone.e164, phone.problem
        else:
            email = parse_email(typed)
            address, problem = email.email, email.problem
        if problem:
            self.add_error("address", problem)
        data["address"] = address or ""
        data["line_type"] = data.get("line_type") or ContactPoint.LineType.UNKNOWN
        return data


class DetachForm(forms.Form):
    why = forms.CharField(
        label="Why this is not their address", max_length=200, help_text=REASON,
        error_messages={"required": "Say why this is not their address: it stays on record."},
    )  # fmt: skip


class StopForm(forms.Form):
    """A member records that somebody asked to stop, for example by telephone."""

    reason = forms.CharField(label="What was said, and where", max_length=300)
    channels = forms.ChoiceField(
        label="What to stop", required=False, widget=forms.RadioSelect, initial="texts",
        choices=(("texts", "Texts and calls"), ("email", "Email only"), ("all", "Everything, on every channel")),
    )  # fmt: skip

    def clean_channels(self) -> str:
        return self.cleaned_data["channels"] or "texts"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=300, help_text=REASON, error_messages={"required": "Say why: it stays on record."}
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=80, help_text="Your team sees it on this page.",
        error_messages={"required": "Say why: your team sees it on this page."},
    )  # fmt: skip


class ConsentForm(forms.Form):
    """A consent that a member has the proof of."""

    KINDS = (
        ("express_written", "In writing: a form, an email, a text"),
        ("express", "Spoken, and noted by us"),
    )
    point = forms.ChoiceField(label="For")
    kind = forms.ChoiceField(
        label="How they agreed", choices=KINDS, help_text="A campaign by text needs it in writing."
    )
    source = forms.CharField(
        label="Where they agreed", max_length=80, help_text="Such as intake sheet or website form."
    )
    obtained_on = forms.DateField(label="On which day", widget=forms.DateInput(attrs={"type": "date"}))
    wording = forms.CharField(
        label="The words they agreed to", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As they stood on the form. Without them a campaign by text may not rest on it.",
    )  # fmt: skip
    note = forms.CharField(
        label="What proves it, and where it is kept", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: signed intake sheet of March 2026, in the file room.",
    )  # fmt: skip

    def __init__(self, *args: Any, points: list[ContactPoint], names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(point.pk): point for point in points}
        fields: Any = self.fields
        fields["point"].choices = [(str(point.pk), names[point.pk]) for point in points]

    def clean_point(self) -> ContactPoint:
        return self.points[self.cleaned_data["point"]]


class FieldForm(forms.Form):
    label = forms.CharField(label="Name", max_length=60, help_text="Such as Roof age or Policy number.")
    kind = forms.ChoiceField(label="What it holds", choices=CustomField.Kind.choices)


class FieldNameForm(forms.Form):
    label = forms.CharField(label="Name", max_length=60)


class BulkForm(forms.Form):
    """What to do with many contacts. Which fields are asked depends on the action."""

    ACTIONS = (
        ("tag", "Add a tag"),
        ("untag", "Take a tag away"),
        ("owner", "Give to somebody"),
        ("stop", "Stop messages"),
    )
    tag = forms.CharField(max_length=40)
    owner = forms.ChoiceField(label="Looked after by", required=False)
    reason = forms.CharField(
        label="Why messages are stopped", max_length=300, help_text="It stays on record with each of them."
    )
    channels = forms.ChoiceField(
        label="What to stop", widget=forms.RadioSelect, initial="texts",
        choices=(("texts", "Texts and calls"), ("email", "Email only"), ("all", "Everything, on every channel")),
    )  # fmt: skip
    ASKED: ClassVar = {"tag": ("tag",), "untag": ("tag",), "owner": ("owner",), "stop": ("reason", "channels")}

    def __init__(self, *args: Any, business: Business, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.ASKED[action]):
            del self.fields[name]
        fields: Any = self.fields
        if "owner" in fields:
            fields["owner"].choices = [("", "Nobody"), *owner_choices(business)]
