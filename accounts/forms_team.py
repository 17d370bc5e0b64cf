"""Forms of the team's pages and of the page behind an invitation: they validate shape, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User

ROLES = [
    ("owner", "Owner: everything, also settings, numbers and the team"),
    ("manager", "Manager: campaigns, contacts and imports, and all conversations"),
    ("agent", "Agent: writes with people, takes over, approves drafts"),
    ("viewer", "Viewer: sees everything, changes nothing"),
]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="What they may do", choices=ROLES, widget=forms.RadioSelect)


class InviteForm(RoleForm):
    email = forms.EmailField(label="Email address", max_length=254, help_text="They sign in with it.")
    name = forms.CharField(label="Name", max_length=120, required=False)
    field_order = ("email", "name", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"role": "agent"})
        super().__init__(*args, **kwargs)


class FirstPasswordForm(forms.Form):
    """The name and first password of somebody who has no login yet."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters, and not one that many people use.",
    )  # fmt: skip
    again = forms.CharField(
        label="The same password again", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords are not the same.")
        elif password:
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except forms.ValidationError as problems:
                self.add_error("password", problems)
        return data
