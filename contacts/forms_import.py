"""Forms of the import's pages: they validate shape, the services decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.forms import clean_country
from contacts.importing import FIELDS, GROUPS, make_own_field
from contacts.importing.dates import ORDERS
from contacts.importing.fields import CUSTOM, STOP_FIELDS
from contacts.importing.readings import CONSENT_PARTS
from contacts.importing.texts import ENCODINGS
from contacts.models import ConsentRecord, CustomField, ImportBatch

DELIMITERS = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Vertical bar")]
CONSENT_DEFAULTS = tuple(f"consent_{part}" for part in CONSENT_PARTS if part in ("date", "source", "wording", "kind"))
KINDS = [
    ("", "Express, in writing"),
    *((kind.label, kind.label) for kind in (ConsentRecord.Kind.EXPRESS, ConsentRecord.Kind.IMPLIED)),
]
# These stand open on the page; the other groups unfold.
OPEN_GROUPS = ("Name", "Phones and emails")


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is in it", choices=[("contacts", "People to add or update"),
                                        ("stops", "People who must not be contacted")],
        initial="contacts", required=False,
    )  # fmt: skip
    file = forms.FileField(
        label="Excel or CSV file", help_text="A spreadsheet (.xlsx) or a list saved as CSV.", allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv,text/csv,text/plain"}),
    )  # fmt: skip

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or "contacts")


class FormatForm(forms.Form):
    """How the file is read, as it was guessed."""

    encoding = forms.ChoiceField(label="Encoding", choices=[(name, name) for name in ENCODINGS], required=False)
    delimiter = forms.ChoiceField(label="Columns are apart by", choices=DELIMITERS, required=False)
    sheet = forms.ChoiceField(label="Sheet", required=False)
    headings_at = forms.TypedChoiceField(label="The headings are in", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        kwargs["initial"] = dict(batch.format)
        super().__init__(*args, **kwargs)
        rows = [(-1, "no row: the list begins at once"), *((n, f"row {n + 1} with cells") for n in range(16))]
        self.fields["headings_at"].choices = rows  # type: ignore[attr-defined]
        sheets = batch.format.get("sheets", [])
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        for name in ("encoding", "delimiter") if batch.format.get("kind") == "xlsx" else ("sheet",):
            del self.fields[name]

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


@dataclass(frozen=True)
class ColumnGroup:
    """The fields of one group on the page."""

    label: str
    fields: list[forms.BoundField]
    is_open: bool


class ColumnsForm(forms.Form):
    """Which column holds what, and what stands where no column says it."""

    mode = forms.ChoiceField(label="What to do", choices=ImportBatch.Mode.choices, required=False)
    region = forms.CharField(
        label="Numbers without a country code belong to", max_length=2, required=False, help_text="Two letters, as US."
    )
    date_order = forms.ChoiceField(label="Dates are written", choices=list(ORDERS.items()), required=False)
    source = forms.CharField(
        label="Lead source for all rows", max_length=80, required=False, help_text="Where the file has none."
    )
    tags = forms.CharField(label="Tags for all rows", max_length=200, required=False, help_text="Apart by commas.")
    consent_source = forms.CharField(
        label="Where consent was given", max_length=80, required=False,
        help_text="Such as “website form” or “intake sheet”. Where the file has no column for it.",
    )  # fmt: skip
    consent_date = forms.CharField(label="When consent was given", max_length=40, required=False)
    consent_kind = forms.ChoiceField(label="Kind of consent", choices=KINDS, required=False)
    consent_wording = forms.CharField(
        label="The words they agreed to", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As they stood on the form. Left empty, you vouch for the file yourself on the next page.",
    )  # fmt: skip

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        self.batch = batch
        self.is_list = batch.kind == ImportBatch.Kind.STOPS
        kwargs["initial"] = _initial(batch)
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *((str(i), name) for i, name in enumerate(batch.columns))]
        self.own = dict(CustomField.objects.for_business(batch.business_id).values_list("key", "label"))
        names = {name: label for name, (label, _) in FIELDS.items() if not self.is_list or name in STOP_FIELDS}
        names |= {} if self.is_list else {f"{CUSTOM}{key}": label for key, label in self.own.items()}
        self.names = names
        for name, label in names.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        for index in [] if self.is_list else unused_columns(batch):
            self.fields[f"own_{index}"] = forms.ChoiceField(
                label=batch.columns[index], required=False,
                choices=[("", "Leave out"), *((kind, f"New field: {label.lower()}")
                                              for kind, label in CustomField.Kind.choices)],
            )  # fmt: skip

    @property
    def groups(self) -> list[ColumnGroup]:
        """The fields in the groups that people think in; a group with a column chosen stands open."""
        given = {label: list(names) for label, names in GROUPS.items()}
        given["Your own fields"] = [f"{CUSTOM}{key}" for key in self.own]
        found = []
        for label, names in given.items():
            fields = [self[f"column_{name}"] for name in names if f"column_{name}" in self.fields]
            is_chosen = any(name in self.batch.mapping or self[f"column_{name}"].errors for name in names
                            if f"column_{name}" in self.fields)  # fmt: skip
            if fields:
                found.append(ColumnGroup(label, fields, label in OPEN_GROUPS or is_chosen))
        return found

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("own_")]

    def clean_region(self) -> str:
        return clean_country(self.cleaned_data["region"]) if self.cleaned_data["region"] else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, str] = {}
        for name, label in self.names.items():
            chosen = data.get(f"column_{name}", "")
            if chosen and chosen in used:
                self.add_error(f"column_{name}", f"This column is already chosen for {used[chosen]}.")
            elif chosen and data.get(f"own_{chosen}"):
                self.add_error(f"column_{name}", "This column is already chosen for a field of your own.")
            used.setdefault(chosen, label)
        return data

    def mapping(self) -> dict[str, int]:
        """Return {field: column}; makes the fields of the business's own that were asked for. Raises ImportProblem."""
        found = ((name, self.cleaned_data.get(f"column_{name}", "")) for name in self.names)
        mapping = {name: int(chosen) for name, chosen in found if chosen}
        for name, kind in self.cleaned_data.items():
            if name.startswith("own_") and kind:
                index = int(name.removeprefix("own_"))
                mapping[make_own_field(self.batch, label=self.batch.columns[index], kind=kind)] = index
        return mapping

    def defaults(self) -> dict[str, Any]:
        data = self.cleaned_data
        tags = [tag.strip()[:40] for tag in data["tags"].split(",") if tag.strip()]
        return {"source": data["source"], "tags": tags, **{name: data[name] for name in CONSENT_DEFAULTS}}

    def reading(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("region", "date_order")}


def unused_columns(batch: ImportBatch) -> list[int]:
    """Return the columns that mean nothing yet."""
    return [index for index in range(len(batch.columns)) if index not in batch.mapping.values()]


def _initial(batch: ImportBatch) -> dict[str, Any]:
    defaults = batch.defaults
    initial = {f"column_{name}": str(index) for name, index in batch.mapping.items()}
    initial |= {name: defaults.get(name, "") for name in ("source", *CONSENT_DEFAULTS)}
    return {
        **initial,
        "mode": batch.mode,
        "tags": ", ".join(defaults.get("tags", [])),
        "region": batch.format.get("region", ""),
        "date_order": batch.format.get("date_order", ""),
    }


class StartForm(forms.Form):
    attests = forms.BooleanField(required=False)


class UndoForm(forms.Form):
    """Taking an import back; its stops go only with a reason."""

    lift_stops = forms.BooleanField(label="Let its stops go as well", required=False)
    reason = forms.CharField(label="Why", max_length=280, required=False, help_text="It stays on record.")
