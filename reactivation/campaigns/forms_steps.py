"""The texts of a campaign as a form: steps with their wordings, added and taken away by buttons of the form itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from reactivation.campaigns.moving import say_hours
from reactivation.campaigns.showing.estimating import say_shares
from reactivation.campaigns.writing import LONGEST_TEXT, MOST_STEPS, MOST_VARIANTS, MOST_WEIGHT, StepDraft

Data = Any  # a QueryDict
LABELS = "ABCD"
USUAL_DELAY = 72
USUAL_VALID = (12, 24, 48, 72, 168, 336, 720)
LONGEST_DELAY = {"days": 365, "hours": 365 * 24}


class StepForm(forms.Form):
    """When a step comes, and how late it may still leave."""

    delay = forms.IntegerField(label="Wait", min_value=1, max_value=365 * 24)
    unit = forms.ChoiceField(label="Unit", choices=[("days", "days"), ("hours", "hours")])
    valid_hours = forms.TypedChoiceField(
        label="May still leave if it is late by", coerce=int,
        help_text="Later than this, because of a pause or of hours, the text is skipped and not sent at an odd time.",
    )  # fmt: skip

    def __init__(self, *args: Any, valid_hours: int = 72, is_first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = sorted({*USUAL_VALID, valid_hours})
        self.fields["valid_hours"].choices = [(hours, say_hours(hours)) for hours in offered]  # type: ignore[attr-defined]
        if is_first:
            del self.fields["delay"], self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most = LONGEST_DELAY.get(data.get("unit", ""), 0)
        if data.get("delay") and data["delay"] > most:
            self.add_error("delay", "Wait for a year at most.")
        return data

    @property
    def delay_hours(self) -> int:
        """Hours after the text before; zero for the first."""
        data = self.cleaned_data
        return int(data["delay"]) * (24 if data["unit"] == "days" else 1) if "delay" in data else 0


class WordingForm(forms.Form):
    """One wording of a step with its share of the people."""

    body = forms.CharField(
        label="Text", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write this text, or take it away."},
    )  # fmt: skip
    weight = forms.IntegerField(label="Share", min_value=1, max_value=MOST_WEIGHT)

    @property
    def vals(self) -> str:
        """What htmx sends along, so that the preview shows this wording."""
        return json.dumps({"preview_text": str(self.prefix).removeprefix("s-")})


@dataclass
class StepRow:
    """One step as it is shown."""

    number: int
    form: StepForm
    wordings: list[WordingForm] = field(default_factory=list)

    @property
    def labelled(self) -> list[tuple[str, WordingForm, str]]:
        """Each wording with its letter and what share of the people gets it."""
        weights = [_weight(form) for form in self.wordings]
        return list(zip(LABELS, self.wordings, say_shares(weights), strict=False))

    @property
    def may_add(self) -> bool:
        return len(self.wordings) < MOST_VARIANTS


def _weight(form: WordingForm) -> int:
    value = str(form["weight"].value() or "1")
    return int(value) if value.isdecimal() and len(value) < 6 else 1


class StepsForm:
    """All steps. data: what was posted, or None; drafts: what is kept. After `is_valid()`: `drafts()`.

    `pressed`: a button of the rows was used ("step", "unstep:1", "wording:0", "unwording:0:1", "show"), so the page
    draws the form again instead of keeping it.
    """

    def __init__(self, data: Data | None, *, drafts: Sequence[StepDraft], first_text: str = "") -> None:
        self.is_bound = data is not None
        button = str(data.get("do", "")) if data is not None else ""
        self.pressed = bool(button)
        if data is None:
            drafts = drafts or [StepDraft(0, (first_text,))]
            self.rows = [_kept(number, draft) for number, draft in enumerate(drafts)]
        else:
            self.rows = _posted(data)
        if button and data is not None:
            self._press(button)

    @property
    def may_add(self) -> bool:
        return len(self.rows) < MOST_STEPS

    def is_valid(self) -> bool:
        """Look at every row; what is wrong stands at its field."""
        return all([form.is_valid() for row in self.rows for form in (row.form, *row.wordings)])

    def drafts(self) -> list[StepDraft]:
        """Return the steps as `writing.set_steps` takes them."""
        return [
            StepDraft(
                row.form.delay_hours,
                tuple(form.cleaned_data["body"] for form in row.wordings),
                tuple(form.cleaned_data["weight"] for form in row.wordings),
                row.form.cleaned_data["valid_hours"],
            )
            for row in self.rows
        ]

    def bodies(self) -> list[tuple[str, str, str]]:
        """Return (key, name, words) of every wording as it stands in the form."""
        found = []
        for row in self.rows:
            for number, form in enumerate(row.wordings):
                name = f"Text {row.number + 1}" + (f", wording {LABELS[number]}" if len(row.wordings) > 1 else "")
                found.append((f"{row.number}-{number}", name, str(form["body"].value() or "")))
        return found

    def _press(self, button: str) -> None:
        word, *rest = button.split(":")
        at = [int(part) for part in rest if part.isdecimal() and len(part) < 3]
        raw = [_raw(row) for row in self.rows]
        if word == "step" and self.may_add:
            raw.append({"delay": "3", "unit": "days", "valid_hours": "72", "wordings": [("", "1")]})
        elif word == "unstep" and len(at) == 1 and 0 < at[0] < len(raw):
            del raw[at[0]]
        elif word == "wording" and len(at) == 1 and at[0] < len(raw) and len(raw[at[0]]["wordings"]) < MOST_VARIANTS:
            raw[at[0]]["wordings"].append((raw[at[0]]["wordings"][0][0], "1"))
        elif word == "unwording" and len(at) == 2 and at[0] < len(raw):
            wordings = raw[at[0]]["wordings"]
            if len(wordings) > 1 and at[1] < len(wordings):
                del wordings[at[1]]
        self.rows = [_unbound(number, one) for number, one in enumerate(raw)]


def _kept(number: int, draft: StepDraft) -> StepRow:
    in_days = draft.delay_hours % 24 == 0
    weights = draft.weights or (1,) * len(draft.bodies)
    raw = {
        "delay": (draft.delay_hours // 24 if in_days else draft.delay_hours) or USUAL_DELAY // 24,
        "unit": "days" if in_days else "hours",
        "valid_hours": draft.valid_hours,
        "wordings": list(zip(draft.bodies, weights, strict=False)),
    }
    return _unbound(number, raw)


def _unbound(number: int, raw: dict[str, Any]) -> StepRow:
    initial = {name: raw[name] for name in ("delay", "unit", "valid_hours")}
    valid = str(raw["valid_hours"])
    form = StepForm(
        None, initial=initial, prefix=f"s-{number}", is_first=not number,
        valid_hours=int(valid) if valid.isdecimal() and len(valid) < 6 else 72,
    )  # fmt: skip
    wordings = [
        WordingForm(None, initial={"body": body, "weight": weight}, prefix=f"s-{number}-{place}")
        for place, (body, weight) in enumerate(raw["wordings"])
    ]
    return StepRow(number, form, wordings)


def _posted(data: Data) -> list[StepRow]:
    rows = []
    for number in range(MOST_STEPS):
        places = [place for place in range(MOST_VARIANTS) if f"s-{number}-{place}-body" in data]
        if not places:
            break
        valid = str(data.get(f"s-{number}-valid_hours", ""))
        known = int(valid) if valid.isdecimal() and len(valid) < 6 else 72
        form = StepForm(_with_valid(data, number), prefix=f"s-{number}", is_first=not number, valid_hours=known)
        wordings = [WordingForm(_with_weight(data, number, place), prefix=f"s-{number}-{place}") for place in places]
        rows.append(StepRow(number, form, wordings))
    return rows or [_unbound(0, {"delay": 3, "unit": "days", "valid_hours": 72, "wordings": [("", 1)]})]


def _with_valid(data: Data, number: int) -> Data:
    return _filled(data, f"s-{number}-valid_hours", "72")


def _with_weight(data: Data, number: int, place: int) -> Data:
    """A single wording shows no share: it has them all."""
    return _filled(data, f"s-{number}-{place}-weight", "1")


def _filled(data: Data, name: str, value: str) -> Data:
    if name in data:
        return data
    filled = data.copy()
    filled[name] = value
    return filled


def _raw(row: StepRow) -> dict[str, Any]:
    form = row.form
    values: dict[str, Any] = {"delay": "3", "unit": "days", "valid_hours": "72"}
    values |= {name: form[name].value() for name in form.fields}
    values["wordings"] = [(one["body"].value() or "", one["weight"].value() or "1") for one in row.wordings]
    return values
