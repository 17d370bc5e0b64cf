"""The condition form: rows that the server adds and takes away, groups, errors at their row, the live count."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from contacts.forms_conditions import ConditionsForm
from contacts.models import SavedSegment
from contacts.segments import read_conditions, register_use
from contacts.segments.saved import _USES
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.pages import assert_constant_queries

SEGMENTS = "/b/harbor-plumbing/contacts/segments/"
TREE: dict[str, Any] = {
    "all": [
        {"is": "no_contact", "months": 6},
        {"any": [{"is": "tags", "how": "any", "tags": ["vip"]}, {"is": "consent", "how": "written"}]},
    ]
}
POSTED = {
    "c-how": ["all"], "c-0-is": ["no_contact"], "c-0-months": ["6"], "c-1-is": ["group"], "c-1-how": ["any"],
    "c-1-0-is": ["tags"], "c-1-0-how": ["any"], "c-1-0-tags": ["vip"], "c-1-1-is": ["consent"],
    "c-1-1-how": ["written"],
}  # fmt: skip


def posted(**more: list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in {**POSTED, **{name.replace("__", "-"): values for name, values in more.items()}}.items():
        data.setlist(name, values)
    return data


def shapes(group: Any) -> list[Any]:
    return [shapes(item) if item.is_group else item.kind.name for item in group.items]


def make_segment(cast: Cast, **fields: Any) -> SavedSegment:
    values: Any = {"name": "Quiet", "conditions": TREE, "created_at": NOW, **fields}
    return SavedSegment.objects.create(business=cast.business, **values)


def test_what_is_posted_is_the_tree(cast: Cast) -> None:
    form = ConditionsForm(posted(), business=cast.business)
    assert form.is_valid() and not form.pressed
    assert form.conditions.as_json() == TREE


def test_what_is_kept_is_shown_as_rows(cast: Cast) -> None:
    form = ConditionsForm(None, business=cast.business, conditions=read_conditions(TREE))
    assert shapes(form.root) == ["no_contact", ["tags", "consent"]]
    assert form.is_valid() and form.conditions.as_json() == TREE


@pytest.mark.parametrize(
    ("more", "rows"),
    [
        ({"c__do": ["add:c"], "c__add": ["state"]}, ["no_contact", ["tags", "consent"], "state"]),
        ({"c__do": ["add:c-1"], "c-1__add": ["state"]}, ["no_contact", ["tags", "consent", "state"]]),
        ({"c__do": ["group:c-1"]}, ["no_contact", ["tags", "consent", []]]),
        ({"c__do": ["remove:c-0"]}, [["tags", "consent"]]),
        ({"c__do": ["remove:c-1"]}, ["no_contact"]),
        ({"c__do": ["remove:c-1-0"]}, ["no_contact", ["consent"]]),
        ({"c__do": ["remove:c-9"]}, ["no_contact", ["tags", "consent"]]),
        ({"c__do": ["nonsense"]}, ["no_contact", ["tags", "consent"]]),
    ],
)
def test_buttons_add_and_take_away(cast: Cast, more: dict[str, list[str]], rows: list[Any]) -> None:
    form = ConditionsForm(posted(**more), business=cast.business)
    assert form.pressed
    assert shapes(form.root) == rows


def test_rows_are_numbered_anew_with_what_was_typed(cast: Cast) -> None:
    form = ConditionsForm(posted(c__do=["remove:c-0"]), business=cast.business)
    assert form.root.items[0].path == "c-0"
    assert form.is_valid() and form.conditions.as_json() == {"all": [TREE["all"][1]]}


def test_an_error_stands_at_its_row(cast: Cast) -> None:
    form = ConditionsForm(posted(**{"c-0-months": ["many"]}), business=cast.business)
    assert not form.is_valid()
    assert "whole number from 1 to 240" in form.root.items[0].error and not form.error


def test_a_condition_nobody_knows_is_left_out(cast: Cast) -> None:
    form = ConditionsForm(posted(**{"c-0-is": ["shoe_size"]}), business=cast.business)
    assert shapes(form.root) == [["tags", "consent"]]


def test_a_tag_nobody_has_any_more_stays_chosen(cast: Cast) -> None:
    page = cast.client(cast.manager).get(f"{SEGMENTS}{make_segment(cast).pk}/").content.decode()
    assert 'value="vip" id="id_c-1-0-tags_0" checked' in page or "checked" in page.split('value="vip"')[1][:80]


def test_a_segment_is_made_changed_and_deleted(cast: Cast) -> None:
    client = cast.client(cast.manager)
    client.post(f"{SEGMENTS}new/", {**POSTED, "name": " Quiet  ones "})
    segment = SavedSegment.objects.for_business(cast.business).get()
    assert (segment.name, segment.conditions) == ("Quiet ones", TREE)
    client.post(f"{SEGMENTS}{segment.pk}/", {**POSTED, "name": "Very quiet", "c-0-months": ["12"]})
    segment.refresh_from_db()
    assert (segment.name, segment.conditions["all"][0]["months"]) == ("Very quiet", 12)
    client.post(f"{SEGMENTS}{segment.pk}/delete/")
    assert not SavedSegment.objects.for_business(cast.business).exists()


def test_a_row_button_draws_the_form_again_and_saves_nothing(cast: Cast) -> None:
    form = {**POSTED, "name": "Quiet", "c-do": "add:c", "c-add": "standing"}
    page = cast.client(cast.manager).post(f"{SEGMENTS}new/", form).content.decode()
    assert 'name="c-2-standings"' in page and 'value="Quiet"' in page
    assert "Choose at least one." not in page
    assert not SavedSegment.objects.for_business(cast.business).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Give the segment a name."),
        ({"name": "Quiet"}, "There is a segment called “Quiet” already."),
        ({"name": "New", "c-0-months": ["0"]}, "whole number from 1 to 240"),
    ],
)
def test_what_cannot_be_saved_says_why(cast: Cast, change: dict[str, Any], sentence: str) -> None:
    make_segment(cast)
    page = cast.client(cast.manager).post(f"{SEGMENTS}new/", {**POSTED, **change}).content.decode()
    assert sentence in page


def test_a_segment_that_a_draft_uses_stays(cast: Cast) -> None:
    segment = make_segment(cast)
    kept = dict(_USES)
    try:
        register_use("test", lambda one: ["Winter"])
        page = cast.client(cast.manager).post(f"{SEGMENTS}{segment.pk}/delete/", follow=True).content.decode()
    finally:
        _USES.clear()
        _USES.update(kept)
    assert "is used by the draft “Winter”" in page
    assert SavedSegment.objects.for_business(cast.business).exists()


def test_the_live_count_tells_number_and_words(cast: Cast) -> None:
    make_contact(cast.business, first_name="Ann", tags=["vip"], consent=False)
    page = cast.client(cast.manager).post(f"{SEGMENTS}count/", POSTED).content.decode()
    assert '<span class="audience-count__figure">2</span> people meet' in page
    assert "No contact for 6 months, (either tagged vip or with written consent to texts)." in page


def test_the_live_count_of_an_unfinished_row_asks_to_complete_it(cast: Cast) -> None:
    page = cast.client(cast.manager).post(f"{SEGMENTS}count/", {**POSTED, "c-0-months": ""}).content.decode()
    assert "Complete the conditions" in page


def test_a_segment_that_can_no_longer_be_read_says_so(cast: Cast) -> None:
    segment = make_segment(cast, conditions={"all": [{"is": "gone"}]})
    client = cast.client(cast.manager)
    assert "can no longer be read" in client.get(SEGMENTS).content.decode()
    assert "can no longer be read" in client.get(f"{SEGMENTS}{segment.pk}/").content.decode()


def test_the_size_of_a_segment_is_told(cast: Cast) -> None:
    segment = make_segment(cast)
    assert "1 person" in cast.client(cast.viewer).get(f"{SEGMENTS}{segment.pk}/size/").content.decode()


def test_the_list_of_segments_takes_a_constant_number_of_queries(cast: Cast) -> None:
    make_segment(cast)
    assert_constant_queries(
        cast.client(cast.viewer), SEGMENTS, lambda: [make_segment(cast, name=f"S{n}") for n in range(5)]
    )
