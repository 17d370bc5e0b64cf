"""The contacts' pages, as a member sees them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from contacts.consent import StopFacts, suppress
from contacts.models import Contact, ImportBatch
from contacts.tasks import run_import
from contacts.timeline import MESSAGES
from conversations.models import Conversation, Message
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation
from tests.pages import assert_constant_queries, count_queries

LIST = "/b/harbor-plumbing/contacts/"


def upload(cast: Cast, text: str) -> ImportBatch:
    file = io.BytesIO(text.encode())
    file.name = "leads.csv"
    cast.client(cast.manager).post(f"{LIST}imports/new/", {"file": file})
    return ImportBatch.objects.for_business(cast.business).latest("pk")


def test_the_list_names_people_and_whether_they_may_be_texted(cast: Cast) -> None:
    page = cast.client(cast.viewer).get(LIST).content.decode()
    assert "Maria" in page
    assert "(212) 555-0110" in page
    assert "Noah" not in page


@pytest.mark.parametrize("query", ["mar", "2125550110", "(212) 555-0110", "+1 212-555-0110", "MARIA"])
def test_a_search_finds_by_name_and_number(cast: Cast, query: str) -> None:
    make_contact(cast.business, first_name="Zed", phone="+13035550177")
    page = cast.client(cast.viewer).get(LIST, {"q": query}).content.decode()
    assert "Maria" in page
    assert "Zed" not in page


def test_the_state_filter_shows_who_opted_out(cast: Cast) -> None:
    make_contact(cast.business, first_name="Zed", phone="+13035550177")
    suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="opted_out_by_text",
             facts=StopFacts(), now=NOW)  # fmt: skip
    page = cast.client(cast.viewer).get(LIST, {"state": "opted_out"}).content.decode()
    assert "Maria" in page
    assert "Zed" not in page


def test_the_lists_queries_do_not_grow(cast: Cast) -> None:
    assert_constant_queries(
        cast.client(cast.viewer), LIST, lambda: [make_contact(cast.business, first_name=f"P{n}") for n in range(10)]
    )


def test_a_contact_page_tells_the_consent(cast: Cast) -> None:
    page = cast.client(cast.viewer).get(f"{LIST}{cast.contact.pk}/").content.decode()
    assert "Express written consent recorded" in page
    assert "web form" in page


def test_a_name_with_markup_is_shown_as_text(cast: Cast) -> None:
    Contact.objects.for_business(cast.business).filter(pk=cast.contact.pk).update(
        first_name="<script>alert(1)</script>"
    )
    page = cast.client(cast.viewer).get(f"{LIST}{cast.contact.pk}/").content.decode()
    assert "<script>alert" not in page


def test_editing_keeps_the_old_value(cast: Cast) -> None:
    form = {
        "first_name": "Marie",
        "last_name": "",
        "standing": "customer",
        "zone": "America/Chicago",
        "tags": "vip, vip",
    }
    cast.client(cast.manager).post(f"{LIST}{cast.contact.pk}/edit/", form)
    cast.contact.refresh_from_db()
    assert (cast.contact.first_name, cast.contact.tags, cast.contact.zone_set_by_hand) == ("Marie", ["vip"], True)
    assert cast.contact.changes.filter(field="first_name", old="Maria").exists()


def test_a_spoken_stop_is_recorded_with_its_reason(cast: Cast) -> None:
    cast.client(cast.agent).post(f"{LIST}{cast.contact.pk}/stop/", {"reason": "Said so on the telephone"})
    page = cast.client(cast.viewer).get(f"{LIST}{cast.contact.pk}/").content.decode()
    assert "Stopped by a member" in page
    assert "Said so on the telephone" in page


def test_an_import_goes_from_file_to_contacts(cast: Cast) -> None:
    batch = upload(cast, "First name,Phone,Consent date,Consent source\nAnn,2125550134,2025-01-05,web form\nBob,12,,\n")
    client = cast.client(cast.manager)
    here = f"{LIST}imports/{batch.pk}/"
    columns = {f"column_{name}": index for name, index in batch.mapping.items()}
    client.post(f"{here}columns/", {**columns, "mode": "both"})
    run_import(batch.pk)
    assert "Not eligible by text" in client.get(here).content.decode()
    client.post(f"{here}start/", {"attests": "yes"})
    run_import(batch.pk)
    assert "The import is done" in client.get(here).content.decode()
    assert Contact.objects.for_business(cast.business).filter(first_name="Ann").exists()
    assert "12" in client.get(f"{here}rejects.csv").getvalue().decode()


def test_a_file_that_cannot_be_read_says_so_on_the_form(cast: Cast) -> None:
    file = io.BytesIO(b"PK\x03\x04")
    file.name = "leads.xlsx"
    page = cast.client(cast.manager).post(f"{LIST}imports/new/", {"file": file}).content.decode()
    assert "This workbook is damaged" in page


def test_two_fields_cannot_share_a_column(cast: Cast) -> None:
    batch = upload(cast, "First name,Phone\nAnn,2125550134\n")
    form = {"mode": "both", "column_phone": "1", "column_phone_2": "1"}
    page = cast.client(cast.manager).post(f"{LIST}imports/{batch.pk}/columns/", form).content.decode()
    assert "already chosen for Phone" in page


def test_an_import_can_be_cancelled(cast: Cast) -> None:
    batch = upload(cast, "First name,Phone\nAnn,2125550134\n")
    cast.client(cast.manager).post(f"{LIST}imports/{batch.pk}/cancel/")
    batch.refresh_from_db()
    assert batch.status == "cancelled"


@pytest.mark.parametrize("address", ["imports/", "imports/new/"])
def test_the_import_pages_open(cast: Cast, address: str) -> None:
    upload(cast, "First name,Phone\nAnn,2125550134\n")
    assert cast.client(cast.manager).get(LIST + address).status_code == 200


def test_rows_of_an_import_take_a_constant_number_of_queries(cast: Cast) -> None:
    few = upload(cast, "First name,Phone\nAnn,2125550134\n")
    many = upload(cast, "First name,Phone\n" + "".join(f"P{n},21255501{n:02d}\n" for n in range(20, 40)))
    for batch in (few, many):
        ImportBatch.objects.for_business(cast.business).filter(pk=batch.pk).update(status="checking")
        run_import(batch.pk)
    client = cast.client(cast.manager)
    assert count_queries(client, f"{LIST}imports/{many.pk}/") <= count_queries(client, f"{LIST}imports/{few.pk}/")


def test_columns_nobody_recognised_are_named(cast: Cast) -> None:
    batch = upload(cast, "Client Name,Cell,Shoe size\nMaria Silva,2125550110,39\n")
    page = cast.client(cast.manager).get(f"{LIST}imports/{batch.pk}/columns/").content.decode()
    assert "“Shoe size”" in page
    assert "“Client Name”" not in page


def test_a_country_that_does_not_exist_is_refused(cast: Cast) -> None:
    page = cast.client(cast.manager).post(
        f"{LIST}{cast.contact.pk}/edit/", {"first_name": "Maria", "standing": "new", "country": "ZZ"}
    )
    assert "There is no such country" in page.content.decode()


def say(talk: Conversation, body: str, *, minute: int = 0, **fields: Any) -> Message:
    """One message of a thread: sent by the assistant unless told otherwise."""
    at = NOW + timedelta(minutes=minute)
    values: Any = {"direction": "out", "author": "assistant", "status": "delivered", "handed_over_at": at}
    return Message.objects.create(
        business=talk.business, conversation=talk, contact=talk.contact, address="+12125550110",
        address_hash="0" * 64, body=body, created_at=at, **(values | fields),
    )  # fmt: skip


def hear(talk: Conversation, body: str, *, minute: int = 0) -> Message:
    return say(talk, body, minute=minute, direction="in", author="contact", status="received", handed_over_at=None)


def test_the_timeline_tells_what_was_said_newest_first(cast: Cast) -> None:
    talk = make_conversation(cast.contact)
    say(talk, "Is your boiler due?", minute=5, author="campaign")
    hear(talk, "Yes please", minute=6)
    say(talk, "See you then", minute=7, author="member", by_member=cast.agent)
    page = cast.client(cast.viewer).get(f"{LIST}{cast.contact.pk}/").content.decode()
    told = ["Agent wrote", "See you then", "Maria wrote", "Yes please", "Campaign text sent", "Is your boiler due?"]
    places = [page.index(words) for words in [*told, "Express written consent recorded"]]
    assert places == sorted(places)
    assert f'<a href="/b/harbor-plumbing/conversations/{talk.pk}/">Maria wrote</a>' in page


def test_the_timeline_leaves_out_what_has_not_left(cast: Cast) -> None:
    talk = make_conversation(cast.contact)
    say(talk, "Still waiting", status="queued", handed_over_at=None)
    say(talk, "Never allowed", status="blocked", handed_over_at=None)
    say(talk, "Lost on the way", status="undelivered")
    page = cast.client(cast.viewer).get(f"{LIST}{cast.contact.pk}/").content.decode()
    assert "Still waiting" not in page and "Never allowed" not in page
    assert "The assistant wrote, not delivered" in page


def test_the_timeline_is_bounded_and_its_queries_do_not_grow(cast: Cast) -> None:
    talk = make_conversation(cast.contact)
    here = f"{LIST}{cast.contact.pk}/"
    hear(talk, "Hello")
    assert_constant_queries(
        cast.client(cast.viewer), here, lambda: [hear(talk, f"Message {n}.", minute=n) for n in range(1, MESSAGES + 3)]
    )
    page = cast.client(cast.viewer).get(here).content.decode()
    assert page.count("Maria wrote") == MESSAGES
    assert f"Message {MESSAGES + 2}." in page and "Message 1." not in page
    assert "All messages are in the conversation" in page
