"""Conditions as a tree: read, refused with a sentence, asked, said in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from contacts import segments
from contacts.consent import StopFacts, lift, suppress
from contacts.models import Contact, ContactPoint, CustomField, ImportWrite
from contacts.segments import AudienceProblem, Conditions, counting, describe_conditions, find_audience, read_conditions
from contacts.standing import decline
from tests.architecture.rows import make_row
from tests.cast import Cast
from tests.factories import NOW, make_consent, make_contact, make_point

Stored = dict[str, Any]


def found(cast: Cast, *conditions: Stored, how: str = "all") -> set[str]:
    tree = read_conditions({how: list(conditions)})
    return set(find_audience(cast.business, tree, now=NOW).values_list("first_name", flat=True))


def person(cast: Cast, name: str, **fields: Any) -> Contact:
    return make_contact(cast.business, first_name=name, consent=fields.pop("consent", False), **fields)


def test_the_flat_form_of_the_first_version_is_read_as_a_tree() -> None:
    tree = read_conditions({"inactive_months": 6, "tags": ["vip"], "without_tags": ["moved"], "sources": []})
    assert tree.as_json() == {
        "all": [
            {"is": "no_contact", "months": 6},
            {"is": "tags", "how": "any", "tags": ["vip"]},
            {"is": "tags", "how": "none", "tags": ["moved"]},
        ]
    }


def test_what_is_written_is_read_back_the_same() -> None:
    stored = {"any": [{"is": "no_contact", "months": 3}, {"all": [{"is": "consent", "how": "written"}]}]}
    assert read_conditions(read_conditions(stored).as_json()).as_json() == stored


def test_no_condition_is_everybody(cast: Cast) -> None:
    assert read_conditions({}) == Conditions()
    assert found(cast) == {"Maria"}


NESTED: Stored = {"all": [{"all": [{"all": [{"all": [{"is": "has", "how": "is", "what": "phone"}]}]}]}]}


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ([1], "Conditions must be a group"),
        ({"foo": 1}, "There is no condition called “foo”."),
        ({"all": 1}, "must be a list"),
        ({"all": [], "any": []}, "either “all” or “any”"),
        ({"all": ["x"]}, "must say what it is about"),
        ({"all": [{}]}, "either “all” or “any”"),
        ({"all": [{"any": []}]}, "is empty"),
        (NESTED, "at most 3 deep"),
        ({"all": [{"is": "no_contact", "months": 1}] * 31}, "more than 30 conditions"),
        ({"all": [{"any": [{"is": "no_contact", "months": 1}] * 16}] * 2}, "more than 30 conditions"),
        ({"all": [{"is": "shoe_size"}]}, "There is no condition called “shoe_size”."),
        ({"all": [{"is": "no_contact"}]}, "Fill this in."),
        ({"all": [{"is": "no_contact", "months": 0}]}, "a whole number from 1 to 240"),
        ({"all": [{"is": "no_contact", "months": True}]}, "a whole number from 1 to 240"),
        ({"all": [{"is": "no_contact", "months": 6, "weeks": 1}]}, "no value called weeks"),
        ({"all": [{"is": "tags", "how": "maybe", "tags": ["a"]}]}, "“maybe” is not one of the choices"),
        ({"all": [{"is": "tags", "how": "any", "tags": []}]}, "Choose at least one."),
        ({"all": [{"is": "tags", "how": "any", "tags": ["a\0b"]}]}, "This must be words."),
        ({"all": [{"is": "standing", "how": "is", "standings": ["king"]}]}, "not one of the choices"),
        ({"all": [{"is": "area_code", "how": "is", "codes": "72"}]}, "has three digits"),
        ({"all": [{"is": "owner", "how": "is"}]}, "choose at least one person"),
        ({"all": [{"is": "custom", "field": "roof", "how": "is"}]}, "fill in the value"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(stored: Any, sentence: str) -> None:
    with pytest.raises(AudienceProblem) as refused:
        read_conditions(stored)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("column", ["last_dealing_at", "last_inbound_at", "last_outbound_at"])
def test_no_contact_looks_at_dealings_and_both_directions(cast: Cast, column: str) -> None:
    person(cast, "Lately", **{"last_dealing_at": None, column: NOW - timedelta(days=20)})
    person(cast, "Never", last_dealing_at=None)
    assert found(cast, {"is": "no_contact", "months": 6}) == {"Maria", "Never"}
    assert found(cast, {"is": "contact_within", "months": 6}) == {"Lately"}


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ({"is": "standing", "how": "is", "standings": ["customer"]}, {"Ann"}),
        ({"is": "source", "how": "is_not", "sources": ["website"]}, {"Ann"}),
        ({"is": "tags", "how": "any", "tags": ["vip", "moved"]}, {"Ann", "Bob"}),
        ({"is": "tags", "how": "all", "tags": ["vip", "furnace"]}, {"Ann"}),
        ({"is": "tags", "how": "none", "tags": ["vip"]}, {"Maria", "Bob"}),
        ({"is": "state", "how": "is", "places": "co, nm"}, {"Ann"}),
        ({"is": "city", "how": "is", "cities": "denver"}, {"Ann"}),
        ({"is": "postcode", "how": "is", "starts": "802"}, {"Ann"}),
        ({"is": "area_code", "how": "is", "codes": "303"}, {"Ann"}),
        ({"is": "area_code", "how": "is_not", "codes": ["303"]}, {"Maria", "Bob"}),
        ({"is": "language", "how": "is", "languages": ["es"]}, {"Bob"}),
        ({"is": "zone", "how": "is", "zones": ["America/Denver"]}, {"Ann"}),
        ({"is": "country", "how": "is_not", "countries": "us"}, {"Bob"}),
        ({"is": "request", "how": "is", "text": "furn"}, {"Ann"}),
        ({"is": "has", "how": "is", "what": "email"}, {"Bob"}),
        ({"is": "has", "how": "is_not", "what": "email"}, {"Maria", "Ann"}),
        ({"is": "line_type", "how": "is", "types": ["landline"]}, {"Bob"}),
        ({"is": "owner", "how": "none"}, {"Maria", "Ann", "Bob"}),
        ({"is": "created", "how": "before", "months": 240}, set()),
    ],
)
def test_each_condition_finds_whom_it_names(cast: Cast, condition: Stored, names: set[str]) -> None:
    place = {"state": "CO", "city": "Denver", "postcode": "80203", "zone": "America/Denver"}
    wish = {"source": "walk-in", "stated_request": "New furnace", "tags": ["vip", "furnace"]}
    person(cast, "Ann", phone="+13035550142", standing="customer", **place, **wish)
    bob = person(cast, "Bob", phone="+12125550177", tags=["moved"], language="es", country="CA")
    bob.points.update(line_type="landline")
    make_point(bob, address="bob@example.com", kind="email")
    assert found(cast, condition) == names


def test_the_owner_is_asked_by_member(cast: Cast) -> None:
    person(cast, "Ann", owner=cast.agent)
    assert found(cast, {"is": "owner", "how": "is", "owners": [str(cast.agent.pk)]}) == {"Ann"}


def test_conditions_can_be_nested(cast: Cast) -> None:
    person(cast, "Ann", tags=["vip"], standing="customer")
    person(cast, "Bob", tags=["vip"])
    either = {"any": [{"is": "standing", "how": "is", "standings": ["customer"]}, {"is": "consent", "how": "written"}]}
    assert found(cast, either) == {"Ann", "Maria"}
    assert found(cast, either, {"is": "tags", "how": "any", "tags": ["vip"]}) == {"Ann"}


def test_consent_needs_date_source_and_wording_or_word(cast: Cast) -> None:
    for name, fields in (
        ("Undated", {"obtained_at": None}),
        ("Sourceless", {"source": ""}),
        ("Wordless", {"facts": {}}),
        ("Spoken", {"kind": "express"}),
        ("Job", {"scope": "transactional"}),
        ("Expired", {"expires_at": NOW - timedelta(days=1)}),
    ):
        make_consent(person(cast, name), **fields)
    make_consent(person(cast, "Attested"), facts={}, attested=True)
    person(cast, "Nothing")
    assert found(cast, {"is": "consent", "how": "written"}) == {"Maria", "Attested"}
    assert found(cast, {"is": "consent", "how": "none"}) == {"Nothing"}
    assert "Undated" in found(cast, {"is": "consent", "how": "not_written"})


def test_a_withdrawal_ends_a_consent(cast: Cast) -> None:
    make_consent(cast.contact, action="withdrawn", kind="unknown")
    assert found(cast, {"is": "consent", "how": "written"}) == set()


def test_the_age_of_a_consent_is_that_of_the_newest(cast: Cast) -> None:
    renewed = person(cast, "Renewed", consent=True)
    make_consent(renewed, obtained_at=NOW - timedelta(days=30))
    assert found(cast, {"is": "consent_age", "how": "younger", "months": 6}) == {"Renewed"}
    assert found(cast, {"is": "consent_age", "how": "older", "months": 6}) == {"Maria"}


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("opted_out", "opted_out_by_text"),
        ("opted_out", "opted_out_in_own_words"),
        ("unsubscribed", "unsubscribed"),
        ("do_not_email", "do_not_email"),
        ("suspected", "suspected"),
        ("stopped", "manual_stop"),
        ("wrong_number", "wrong_number"),
        ("complaint", "complaint"),
        ("invalid", "hard_bounce"),
    ],
)
def test_each_negative_state_is_apart(cast: Cast, state: str, reason: str) -> None:
    person(cast, "Ann")
    suppress(cast.business, kind_of_address="phone", address="+12125550110", reason=reason, facts=StopFacts(), now=NOW)
    for one in segments.STATES:
        names = found(cast, {"is": "state_of_contact", "how": "is", "states": [one]})
        assert names == ({"Maria"} if one == state else set()), one
    assert found(cast, {"is": "state_of_contact", "how": "is_not", "states": [state]}) == {"Ann"}


def test_a_stop_that_was_lifted_is_no_state(cast: Cast) -> None:
    row, _ = suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="manual_stop",
                      facts=StopFacts(), now=NOW)  # fmt: skip
    lift(row, why="She called back", by_member=cast.owner, now=NOW)
    assert found(cast, {"is": "state_of_contact", "how": "is", "states": ["stopped"]}) == set()


def test_declined_is_a_state(cast: Cast) -> None:
    decline(cast.contact, reason="not_interested", now=NOW)
    assert found(cast, {"is": "state_of_contact", "how": "is", "states": ["declined"]}) == {"Maria"}


def test_an_invalid_number_is_a_state(cast: Cast) -> None:
    ContactPoint.objects.for_business(cast.business).filter(contact=cast.contact).update(state="invalid")
    assert found(cast, {"is": "state_of_contact", "how": "is", "states": ["invalid"]}) == {"Maria"}


def test_an_import_is_a_condition(cast: Cast) -> None:
    row: Any = make_row(ImportWrite, business=cast.business, contact=cast.contact)
    person(cast, "Ann")
    assert found(cast, {"is": "imported", "how": "is", "imports": [str(row.batch_id)]}) == {"Maria"}
    assert found(cast, {"is": "imported", "how": "is_not", "imports": [str(row.batch_id)]}) == {"Ann"}


@pytest.mark.parametrize(
    ("field", "how", "value", "names"),
    [
        ("age", "over", "9", {"Ten", "Twelve"}),
        ("age", "under", "12", {"Ten"}),
        ("age", "is", "10.0", {"Ten"}),
        ("age", "is_not", "10", {"Twelve", "Odd", "Maria"}),
        ("age", "empty", "", {"Maria"}),
        ("age", "filled", "", {"Ten", "Twelve", "Odd"}),
        ("until", "over", "2026-06-30", {"Twelve"}),
        ("until", "under", "2026-06-30", {"Ten"}),
        ("plan", "contains", "GOLD", {"Ten"}),
        ("plan", "is", "silver", {"Twelve"}),
    ],
)
def test_own_fields_compare_by_their_kind(cast: Cast, field: str, how: str, value: str, names: set[str]) -> None:
    for key, kind in (("age", "number"), ("until", "date"), ("plan", "text")):
        CustomField.objects.create(business=cast.business, key=key, label=key.title(), kind=kind)
    person(cast, "Ten", custom={"age": "10", "until": "2026-01-01", "plan": "Gold plus"})
    person(cast, "Twelve", custom={"age": "12", "until": "2026-12-31", "plan": "Silver"})
    person(cast, "Odd", custom={"age": "about ten", "until": "soon"})
    assert found(cast, {"is": "custom", "field": field, "how": how, "value": value}) == names


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("gone", "1", "any more"), ("age", "old", "is not a number"), ("until", "soon", "is not a date")],
)
def test_an_own_field_that_cannot_be_compared_says_so(cast: Cast, field: str, value: str, sentence: str) -> None:
    CustomField.objects.create(business=cast.business, key="age", label="Age", kind="number")
    CustomField.objects.create(business=cast.business, key="until", label="Until", kind="date")
    with pytest.raises(AudienceProblem, match=sentence):
        found(cast, {"is": "custom", "field": field, "how": "over", "value": value})


def test_a_neighbours_contacts_are_never_found(cast: Cast) -> None:
    assert "Noah" not in found(cast, {"is": "has", "how": "is", "what": "phone"})


def test_conditions_are_said_in_one_sentence(cast: Cast) -> None:
    tree = read_conditions(
        {
            "all": [
                {"is": "no_contact", "months": 6},
                {"is": "tags", "how": "any", "tags": ["furnace", "boiler"]},
                {"any": [{"is": "owner", "how": "is", "owners": [str(cast.agent.pk)]}, {"is": "owner", "how": "none"}]},
                {"is": "state_of_contact", "how": "is_not", "states": ["declined"]},
            ]
        }
    )
    assert describe_conditions(cast.business, tree) == (
        "No contact for 6 months, tagged furnace or boiler, (either looked after by Agent or looked after by nobody), "
        "not in state Not interested"
    )
    assert describe_conditions(cast.business, Conditions()) == "Everybody in your contacts"


@pytest.mark.parametrize("kind", segments.all_kinds(), ids=lambda kind: kind.name)
def test_every_kind_has_a_label_and_inputs_with_defaults_that_fit(cast: Cast, kind: segments.Kind) -> None:
    assert kind.label and kind.group and kind.inputs
    for one in kind.inputs:
        if one.default is not None:
            assert one.read(one.default) == one.default
        assert all(len(pair) == 2 for pair in one.offer(cast.business))


EVERYBODY: Stored = {"all": [{"is": "has", "how": "is", "what": "phone"}]}


def test_a_cheap_count_is_exact(cast: Cast) -> None:
    count = segments.count_audience(cast.business, read_conditions(EVERYBODY), now=NOW)
    assert (count.number, count.exact, str(count)) == (1, True, "1")


@pytest.mark.parametrize("answers", [[None, 31], [None, None]])
def test_a_dear_count_is_an_estimate_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, answers: list[int | None]
) -> None:
    monkeypatch.setattr(counting, "_within", lambda *_, **__: answers.pop(0))
    count = segments.count_audience(cast.business, read_conditions(EVERYBODY), now=NOW)
    assert not count.exact and str(count).startswith("about ")


def test_a_sample_of_the_whole_table_counts_everybody(cast: Cast) -> None:
    asked = find_audience(cast.business, read_conditions(EVERYBODY), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    assert counting._sample(asked) == 1


def test_a_count_that_takes_too_long_is_given_up_and_leaves_nothing_behind(cast: Cast) -> None:
    assert counting._within(20, "SELECT pg_sleep(30)", []) is None
    assert counting._within(20_000, "SELECT 1", []) == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.parametrize(
    ("number", "rounded"), [(312_419, 312_000), (8_741, 8_700), (7, 7), (0, 0), (1_234_567, 1_230_000)]
)
def test_an_estimate_has_no_more_figures_than_it_knows(number: int, rounded: int) -> None:
    assert counting._round(number) == rounded
