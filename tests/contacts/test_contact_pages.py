"""The list with its filters, and what members do with one contact, as they see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contacts.consent import StopFacts, active_suppressions, suppress
from contacts.models import ConsentRecord, Contact, ContactPoint, CustomField, SavedSegment, Suppression
from contacts.standing import decline
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation, make_point
from tests.pages import assert_constant_queries

LIST = "/b/harbor-plumbing/contacts/"


def names_on(cast: Cast, **asked: str) -> set[str]:
    page = cast.client(cast.viewer).get(LIST, asked).content.decode()
    return {name for name in ("Maria", "Ann", "Bob") if f">{name}<" in page}


def here(cast: Cast) -> str:
    return f"{LIST}{cast.contact.pk}/"


def post(cast: Cast, path: str, **form: Any) -> Any:
    return cast.client(cast.manager).post(f"{here(cast)}{path}", form, follow=True)


def told(cast: Cast) -> str:
    return str(cast.client(cast.viewer).get(here(cast)).content.decode())


def point_of(cast: Cast) -> ContactPoint:
    return ContactPoint.objects.for_business(cast.business).get(contact=cast.contact, kind="phone")


@pytest.mark.parametrize(
    "query",
    ["ann", "ANN B", "3035550142", "(303) 555-0142", "+1 303 555 0142", "0142", "555-0142", "+1303", "303.555.0142",
     "ann.bell@example.com", "ann.bell", "bell"],
)  # fmt: skip
def test_a_search_finds_names_numbers_and_emails(cast: Cast, query: str) -> None:
    ann = make_contact(cast.business, first_name="Ann", last_name="Bell", phone="+13035550142")
    make_point(ann, address="ann.bell@example.com", kind="email")
    page = cast.client(cast.viewer).get(LIST, {"q": query}).content.decode()
    assert "Ann Bell" in page and ">Maria<" not in page


def test_a_detached_number_is_nobodys_any_more(cast: Cast) -> None:
    cast.contact.points.update(state="detached")
    assert names_on(cast, q="2125550110") == set()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"tag": "vip"}, {"Ann"}),
        ({"source": "website"}, {"Maria", "Bob"}),
        ({"standing": "customer"}, {"Ann"}),
        ({"activity": "within-1"}, {"Ann"}),
        ({"activity": "quiet-12"}, {"Maria", "Bob"}),
        ({"status": "open"}, {"Bob"}),
        ({"status": "needs_you"}, {"Bob"}),
        ({"status": "none"}, {"Maria", "Ann"}),
        ({"owner": "none"}, {"Maria", "Bob"}),
        ({"state": "declined"}, {"Bob"}),
        ({"tag": "vip", "standing": "new"}, set()),
        ({"state": "nonsense", "status": "x", "owner": "y", "segment": "z"}, {"Maria", "Ann", "Bob"}),
    ],
)
def test_each_filter_narrows_the_list(cast: Cast, asked: dict[str, str], names: set[str]) -> None:
    make_contact(cast.business, first_name="Ann", tags=["vip"], source="walk-in", standing="customer",
                 last_inbound_at=NOW - timedelta(days=3), owner=cast.agent)  # fmt: skip
    bob = make_contact(cast.business, first_name="Bob")
    make_conversation(bob, needs_you=True)
    decline(bob, reason="moved", now=NOW)
    assert names_on(cast, **asked) == names


def test_the_list_can_be_that_of_a_segment(cast: Cast) -> None:
    make_contact(cast.business, first_name="Ann", tags=["vip"])
    stored = {"all": [{"is": "tags", "how": "any", "tags": ["vip"]}]}
    segment = SavedSegment.objects.create(business=cast.business, name="VIP", conditions=stored, created_at=NOW)
    assert names_on(cast, segment=str(segment.pk)) == {"Ann"}


def test_a_segment_that_is_gone_says_so(cast: Cast) -> None:
    page = cast.client(cast.viewer).get(LIST, {"segment": "999"}).content.decode()
    assert "This segment has been deleted." in page


def test_the_number_of_people_is_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contacts.views.contacts.MOST_COUNTED", 30)
    for number in range(31):
        make_contact(cast.business, first_name=f"P{number}", consent=False)
    assert "30+ people" in cast.client(cast.viewer).get(LIST).content.decode()


def test_pages_follow_each_other_without_gaps(cast: Cast) -> None:
    for number in range(30):
        make_contact(cast.business, first_name=f"P{number:02d}", consent=False)
    client = cast.client(cast.viewer)
    first = client.get(LIST)
    second = client.get(first.context["older"])
    seen = [row.contact.first_name for page in (first, second) for row in page.context["page"].rows]
    assert len(seen) == len(set(seen)) == 31


def test_the_filtered_lists_queries_do_not_grow(cast: Cast) -> None:
    address = f"{LIST}?q=mar&activity=quiet-6&state=stopped"
    assert_constant_queries(
        cast.client(cast.viewer), address, lambda: [make_contact(cast.business, first_name=f"Mar{n}") for n in range(8)]
    )


def test_the_export_is_the_filtered_list_and_no_spreadsheet_runs_it(cast: Cast) -> None:
    make_contact(cast.business, first_name="=1+1", tags=["vip"], phone="+13035550142")
    answer = cast.client(cast.manager).get(f"{LIST}export.csv", {"tag": "vip"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert len(lines) == 2 and lines[0].startswith("\ufeffFirst name,Last name,Phone")
    assert lines[1].startswith("'=1+1,,'+13035550142,")


def test_an_export_reads_in_pieces(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        make_contact(cast.business, first_name=f"P{number}", consent=False)
    client = cast.client(cast.manager)
    with django_assert_max_num_queries(14):
        answer = client.get(f"{LIST}export.csv")
        assert len(b"".join(answer.streaming_content).splitlines()) == 42  # type: ignore[attr-defined]


def test_an_edit_keeps_every_old_value(cast: Cast) -> None:
    CustomField.objects.create(business=cast.business, key="age", label="Roof age", kind="number")
    form = {"first_name": "Maria", "standing": "customer", "owner": str(cast.agent.pk), "tags": "vip, furnace",
            "zone": "America/Denver", "own_age": "12", "stated_request": "New roof", "preferred_channel": "sms",
            "state": "co", "country": "us", "source": "website"}  # fmt: skip
    post(cast, "edit/", **form)
    cast.contact.refresh_from_db()
    assert (cast.contact.owner, cast.contact.custom, cast.contact.state) == (cast.agent, {"age": "12"}, "CO")
    page = told(cast)
    for words in ("Roof age changed", "nothing → 12", "Owner changed", "nothing → Agent", "Tags changed", "by Manager"):
        assert words in page


def test_an_own_field_that_is_emptied_is_taken_away(cast: Cast) -> None:
    CustomField.objects.create(business=cast.business, key="age", label="Roof age", kind="number")
    Contact.objects.for_business(cast.business).filter(pk=cast.contact.pk).update(custom={"age": "12", "old": "x"})
    post(cast, "edit/", first_name="Maria", standing="new", own_age="")
    cast.contact.refresh_from_db()
    assert cast.contact.custom == {"old": "x"}


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [("number", "old", "must be a number"), ("date", "soon", "must be a date"), ("number", "NaN", "must be a number")],
)
def test_an_own_field_of_the_wrong_kind_is_refused(cast: Cast, kind: str, typed: str, sentence: str) -> None:
    CustomField.objects.create(business=cast.business, key="age", label="Roof age", kind=kind)
    page = post(cast, "edit/", first_name="Maria", standing="new", own_age=typed)
    assert sentence in page.content.decode()


def test_a_phone_can_be_added_in_any_spelling(cast: Cast) -> None:
    post(cast, "points/add/", kind="phone", address="(303) 555-0142", line_type="mobile")
    point = ContactPoint.objects.for_business(cast.business).get(address="+13035550142")
    assert (point.line_type, point.line_type_source, point.is_primary) == ("mobile", "member", False)
    assert "nothing → +13035550142" in told(cast)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kind": "phone", "address": "12"}, "too few digits"),
        ({"kind": "email", "address": "nobody"}, "not an email address"),
        ({"kind": "phone", "address": "212 555 0110"}, "has this address already"),
    ],
)
def test_an_address_that_cannot_be_added_says_why(cast: Cast, form: dict[str, str], sentence: str) -> None:
    assert sentence in post(cast, "points/add/", **form).content.decode()


def test_a_claimed_address_is_confirmed_by_a_member(cast: Cast) -> None:
    make_point(cast.contact, address="+13035550142", state="claimed", state_reason="Named in a message")
    post(cast, "points/add/", kind="phone", address="3035550142")
    assert ContactPoint.objects.for_business(cast.business).get(address="+13035550142").state == "ok"


def test_a_corrected_number_leaves_stops_and_history_with_the_old_one(cast: Cast) -> None:
    suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="manual_stop",
             facts=StopFacts(), now=NOW)  # fmt: skip
    point = point_of(cast)
    post(cast, f"points/{point.pk}/", address="+12125550119", line_type="unknown", is_primary="on")
    point.refresh_from_db()
    new = ContactPoint.objects.for_business(cast.business).get(address="+12125550119")
    assert (point.state, point.is_primary, new.state, new.is_primary) == ("detached", False, "ok", True)
    assert not active_suppressions(cast.business, [new.address_hash]).exists()


def test_the_line_type_is_set_by_hand(cast: Cast) -> None:
    post(cast, f"points/{point_of(cast).pk}/", address="+12125550110", line_type="landline", is_primary="on")
    assert point_of(cast).line_type == "landline"
    assert "Unknown → Landline" in told(cast)


def test_a_detached_number_leaves_the_next_one_first(cast: Cast) -> None:
    other = make_point(cast.contact, address="+13035550142")
    first = ContactPoint.objects.for_business(cast.business).get(address="+12125550110")
    post(cast, f"points/{first.pk}/detach/", why="Belongs to a neighbour")
    other.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, first.state_reason, other.is_primary) == ("detached", "Belongs to a neighbour", True)


@pytest.mark.parametrize(
    ("channels", "kinds"), [("texts", ["phone"]), ("email", ["email"]), ("all", ["email", "phone"])]
)
def test_a_spoken_stop_is_for_what_was_said(cast: Cast, channels: str, kinds: list[str]) -> None:
    make_point(cast.contact, address="maria@example.com", kind="email")
    cast.client(cast.agent).post(f"{here(cast)}stop/", {"reason": "On the phone", "channels": channels})
    rows = Suppression.objects.for_business(cast.business).order_by("kind_of_address")
    assert [(row.kind_of_address, row.reason) for row in rows] == [(kind, "manual_stop") for kind in kinds]
    assert "On the phone" in told(cast)


def test_a_stop_of_email_needs_an_email(cast: Cast) -> None:
    page = post(cast, "stop/", reason="Said so", channels="email").content.decode()
    assert "This contact has no email address to stop." in page


def test_a_stop_is_lifted_with_a_reason_that_stays(cast: Cast) -> None:
    row, _ = suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="opted_out_by_text",
                      facts=StopFacts(), now=NOW)  # fmt: skip
    assert "Say why" in post(cast, f"stop/{row.pk}/lift/", reason="").content.decode()
    post(cast, f"stop/{row.pk}/lift/", reason="She wrote STOP to the wrong number")
    assert not active_suppressions(cast.business, [row.address_hash]).exists()
    page = told(cast)
    assert "Lifted: Opted out by text" in page and "STOP to the wrong number" in page and "by Manager" in page


def test_a_suspected_opt_out_is_not_lifted_here(cast: Cast) -> None:
    row, _ = suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="suspected",
                      facts=StopFacts(), now=NOW)  # fmt: skip
    page = post(cast, f"stop/{row.pk}/lift/", reason="No").content.decode()
    assert "decided in the conversation" in page


def test_a_stop_of_a_detached_number_is_not_this_contacts_to_lift(cast: Cast) -> None:
    row, _ = suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="manual_stop",
                      facts=StopFacts(), now=NOW)  # fmt: skip
    cast.contact.points.update(state="detached")
    assert cast.client(cast.manager).get(f"{here(cast)}stop/{row.pk}/lift/").status_code == 404


CONSENT = {"kind": "express_written", "source": "Intake sheet", "obtained_on": "2026-03-01",
           "wording": "Yes, text me.", "note": "Signed sheet, file room"}  # fmt: skip


def test_a_consent_is_recorded_with_its_proof(cast: Cast) -> None:
    post(cast, "consent/", point=str(point_of(cast).pk), **CONSENT)
    row = ConsentRecord.objects.for_business(cast.business).latest("pk")
    assert (row.source, row.has_wording, row.attested) == ("Intake sheet", True, False)
    assert row.obtained_at is not None and row.obtained_at.isoformat() == "2026-03-01T05:00:00+00:00"
    page = told(cast)
    assert "Proof: Signed sheet, file room" in page and "by Manager" in page


@pytest.mark.parametrize(
    ("change", "sentence"), [({"obtained_on": "2090-01-01"}, "has not been yet"), ({"note": ""}, "required")]
)
def test_a_consent_without_proof_or_from_the_future_is_refused(
    cast: Cast, change: dict[str, str], sentence: str
) -> None:
    page = post(cast, "consent/", point=str(point_of(cast).pk), **{**CONSENT, **change}).content.decode()
    assert sentence in page
    assert ConsentRecord.objects.for_business(cast.business).count() == 1


def test_not_interested_and_back_stay_in_the_history(cast: Cast) -> None:
    post(cast, "not-interested/", reason="Sold the house")
    cast.contact.refresh_from_db()
    assert cast.contact.declined_reason == "Sold the house"
    assert "Marked as not interested" in told(cast)
    post(cast, "not-interested/", reason="Bought another one")
    cast.contact.refresh_from_db()
    assert cast.contact.declined_at is None
    assert "Wanted again" in told(cast) and "Bought another one" in told(cast)


FIELDS = "/b/harbor-plumbing/settings/fields/"


def test_own_fields_are_added_renamed_and_removed_when_unused(cast: Cast) -> None:
    client = cast.client(cast.owner)
    client.post(FIELDS, {"label": "Roof age", "kind": "number"})
    field = CustomField.objects.for_business(cast.business).get()
    client.post(f"{FIELDS}{field.pk}/", {"label": "Age of the roof"})
    field.refresh_from_db()
    assert (field.key, field.label) == ("roof_age", "Age of the roof")
    client.post(f"{FIELDS}{field.pk}/", {"remove": "yes"})
    assert not CustomField.objects.for_business(cast.business).exists()


def test_an_own_field_in_use_stays(cast: Cast) -> None:
    field = CustomField.objects.create(business=cast.business, key="age", label="Roof age")
    Contact.objects.for_business(cast.business).filter(pk=cast.contact.pk).update(custom={"age": "12"})
    page = cast.client(cast.owner).post(f"{FIELDS}{field.pk}/", {"remove": "yes"}, follow=True).content.decode()
    assert "filled in for 1 contact, so it stays" in page


def test_two_own_fields_cannot_share_a_name(cast: Cast) -> None:
    CustomField.objects.create(business=cast.business, key="age", label="Roof age")
    page = cast.client(cast.owner).post(FIELDS, {"label": "roof AGE", "kind": "text"}).content.decode()
    assert "There is a field called “roof AGE” already" in page
