"""Conditions as a form: rows that the server adds and takes away, groups inside groups, a tree when it is valid.

The page includes `contacts/_conditions.html` inside its own form and asks `pressed` first: a button that adds or
takes away only draws the form again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django import forms

from accounts.models import Business
from contacts.segments import AudienceProblem, Conditions, Input, Kind, all_kinds, kind_of, read_conditions
from contacts.segments.tree import DEEPEST, MOST_CONDITIONS, Condition

MOST_ITEMS = MOST_CONDITIONS
Data = Any  # a QueryDict: `get` for one value, `getlist` for several


@dataclass
class Row:
    """One condition as it is shown: its kind, a form of its inputs, where it stands."""

    path: str
    kind: Kind
    form: forms.Form
    error: str = ""
    is_new: bool = False
    is_group = False

    def raw(self) -> dict[str, Any]:
        values = {one.name: self.form.data_of(one) for one in self.kind.inputs}  # type: ignore[attr-defined]
        return {"is": self.kind.name} | {name: value for name, value in values.items() if value not in (None, "", [])}


@dataclass
class Group:
    """A group as it is shown."""

    path: str
    how: str = "all"
    items: list[Row | Group] = field(default_factory=list)
    depth: int = 1
    error: str = ""
    is_group = True

    @property
    def may_nest(self) -> bool:
        return self.depth < DEEPEST

    def raw(self) -> dict[str, Any]:
        return {self.how: [item.raw() for item in self.items]}


class RowForm(forms.Form):
    """The inputs of one condition."""

    def __init__(self, *args: Any, kind: Kind, business: Business, kept: Mapping[str, Any], **kwargs: Any) -> None:
        kwargs["initial"] = {one.name: kept.get(one.name, one.default) for one in kind.inputs}
        super().__init__(*args, **kwargs)
        for one in kind.inputs:
            self.fields[one.name] = _control(one, business, self._chosen(one, kept))

    def _chosen(self, one: Input, kept: Mapping[str, Any]) -> Sequence[str]:
        if one.form not in ("choices", "words"):
            return ()
        if self.is_bound:
            return list(self.data.getlist(self.add_prefix(one.name)))  # type: ignore[attr-defined]
        return list(kept.get(one.name, ()))

    def data_of(self, one: Input) -> Any:
        """Return what was given for an input, as `Kind.read` takes it."""
        name = self.add_prefix(one.name)
        if self.is_bound:
            return self.data.getlist(name) if one.form == "choices" else self.data.get(name)  # type: ignore[attr-defined]
        value = self.initial.get(one.name)
        return list(value) if isinstance(value, tuple) else value


def _control(one: Input, business: Business, chosen: Sequence[str]) -> forms.Field:
    common: dict[str, Any] = {"label": one.label, "required": False, "help_text": one.help}
    if one.form == "number":
        return forms.IntegerField(min_value=one.low, max_value=one.high, **common)
    if one.form == "choice":
        return forms.ChoiceField(choices=list(one.offer(business)), **common)
    if one.form == "choices":
        offered = dict(one.offer(business))
        # What was chosen once stays visible, so that nobody loses it by saving.
        offered |= {value: value for value in chosen if value not in offered}
        return forms.MultipleChoiceField(choices=list(offered.items()), widget=forms.CheckboxSelectMultiple, **common)
    if one.form == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    return forms.CharField(max_length=2000, **common)


class ConditionsForm:
    """A tree of conditions as rows.

    data: what was posted, or None; conditions: what is kept. After `is_valid()`: `conditions`. `pressed`: a button of
    the rows themselves was used, so the page draws the form again instead of saving.
    """

    def __init__(
        self, data: Data | None = None, *, business: Business, conditions: Conditions | None = None, prefix: str = "c"
    ) -> None:
        self.business, self.prefix, self.error = business, prefix, ""
        self.conditions = conditions or Conditions()
        self.is_bound = data is not None and f"{prefix}-how" in data
        self.data = data
        self.root = self._posted(prefix, 1) if self.is_bound else self._kept(self.conditions, prefix, 1)
        button = str(data.get(f"{prefix}-do", "")) if self.is_bound and data is not None else ""
        self.pressed = bool(button)
        if button:
            self._press(button)

    @property
    def offers(self) -> list[tuple[str, list[Kind]]]:
        """The kinds of condition under their headings, for the control that adds one."""
        kinds = sorted(
            all_kinds(), key=lambda kind: list(dict.fromkeys(one.group for one in all_kinds())).index(kind.group)
        )
        return [(group, list(rows)) for group, rows in groupby(kinds, key=lambda kind: kind.group)]

    @property
    def shows_errors(self) -> bool:
        """Whether what is wrong is shown: not before somebody has tried to save."""
        return self.is_bound and not self.pressed

    @property
    def may_add(self) -> bool:
        return self._size(self.root) < MOST_CONDITIONS

    def is_valid(self) -> bool:
        """Read the rows; what is wrong stands at the row, what is wrong with the whole in `error`."""
        self._judge(self.root)
        try:
            self.conditions = read_conditions(self.root.raw())
        except AudienceProblem as problem:
            self.error = "" if self._has_errors(self.root) else str(problem)
            return False
        return not self._has_errors(self.root)

    def _judge(self, group: Group) -> None:
        for item in group.items:
            if isinstance(item, Group):
                item.error = "" if item.items else "Add a condition to this group, or take it away."
                self._judge(item)
                continue
            try:
                item.kind.read({name: value for name, value in item.raw().items() if name != "is"})
            except AudienceProblem as problem:
                item.error = str(problem)

    def _has_errors(self, group: Group) -> bool:
        return bool(group.error) or any(
            self._has_errors(item) if isinstance(item, Group) else bool(item.error) for item in group.items
        )

    def _size(self, group: Group) -> int:
        return sum(self._size(item) if isinstance(item, Group) else 1 for item in group.items)

    def _kept(self, conditions: Conditions, path: str, depth: int) -> Group:
        group = Group(path, conditions.how, depth=depth)
        for number, item in enumerate(conditions.items):
            here = f"{path}-{number}"
            if isinstance(item, Conditions):
                group.items.append(self._kept(item, here, depth + 1))
            else:
                group.items.append(self._row(item, here))
        return group

    def _row(self, item: Condition, path: str, *, is_new: bool = False) -> Row:
        form = RowForm(None, kind=item.kind, business=self.business, kept=item.values, prefix=path)
        return Row(path, item.kind, form, is_new=is_new)

    def _posted(self, path: str, depth: int) -> Group:
        assert self.data is not None
        how = "any" if self.data.get(f"{path}-how") == "any" else "all"
        group = Group(path, how, depth=depth)
        for number in range(MOST_ITEMS):
            here = f"{path}-{number}"
            name = self.data.get(f"{here}-is")
            if name is None:
                break
            if name == "group":
                if depth < DEEPEST:
                    group.items.append(self._posted(here, depth + 1))
                continue
            try:
                kind = kind_of(name)
            except AudienceProblem:
                continue
            form = RowForm(self.data, kind=kind, business=self.business, kept={}, prefix=here)
            group.items.append(Row(here, kind, form))
        return group

    def _press(self, button: str) -> None:
        """Add or take away what a button names, then number the rows anew as they will be posted next."""
        word, _, path = button.partition(":")
        group = self._find(self.root, path if word != "remove" else path.rpartition("-")[0])
        if group is None:
            return
        new: str = ""
        if word == "remove":
            group.items = [item for item in group.items if item.path != path]
        elif word == "group" and group.may_nest:
            group.items.append(Group(f"{path}-new", "any", depth=group.depth + 1))
        elif word == "add" and self.may_add and self.data is not None:
            new = str(self.data.get(f"{path}-add", ""))
        self.root = self._renumber(self.root, self.prefix, add_to=group.path if new else "", kind=new)

    def _find(self, group: Group, path: str) -> Group | None:
        if group.path == path:
            return group
        inner = (self._find(item, path) for item in group.items if isinstance(item, Group))
        return next((found for found in inner if found is not None), None)

    def _renumber(self, group: Group, path: str, *, add_to: str, kind: str) -> Group:
        fresh = Group(path, group.how, depth=group.depth)
        for item in group.items:
            here = f"{path}-{len(fresh.items)}"
            if isinstance(item, Group):
                fresh.items.append(self._renumber(item, here, add_to=add_to, kind=kind))
            else:
                kept = {name: value for name, value in item.raw().items() if name != "is"}
                fresh.items.append(self._row(Condition(item.kind, kept), here))
        if add_to == group.path and group.path:
            try:
                fresh.items.append(self._row(Condition(kind_of(kind), {}), f"{path}-{len(fresh.items)}", is_new=True))
            except AudienceProblem:
                self.error = "Choose what the new condition is about."
        return fresh
