"""The conversations' pages: who may read and act, what they show, and how they stay live."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.eligibility import Purpose
from conversations import handoff, inbox, outbox, threads
from conversations.models import Conversation, Handoff, Message, Triage
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import make_outbound, text
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """Maria has answered a campaign."""
    make_outbound(cast.contact, cast.account, status="delivered", at=NOW - timedelta(minutes=30), origin="campaign:7")
    inbox.receive(cast.account, text("Yes! How soon could someone come?"), now=NOW - timedelta(minutes=5))
    return Conversation.objects.for_business(cast.business).select_related("contact", "business").get()


def url(name: str, cast: Cast, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": cast.business.slug, **kwargs})


def one(name: str, cast: Cast, talk: Conversation) -> str:
    return url(name, cast, conversation_id=talk.pk)


def compose(body: str, **fields: Any) -> dict[str, Any]:
    return {"body": body, "key": str(uuid.uuid4()), **fields}


def page(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_shows_who_wrote_what(cast: Cast, talk: Conversation) -> None:
    html = page(cast.client(cast.viewer).get(url("conversations", cast)))
    assert "Maria" in html
    assert "How soon could someone come?" in html


def test_a_filter_leaves_out_what_it_does_not_name(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.owner)
    assert 'id="row-' in page(client.get(url("conversations", cast), {"filter": "assistant"}))
    assert 'id="row-' not in page(client.get(url("conversations", cast), {"filter": "closed"}))
    assert 'id="row-' not in page(client.get(url("conversations", cast), {"filter": "hot"}))


def test_a_search_finds_by_name_and_by_number(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.owner)
    assert 'id="row-' in page(client.get(url("conversations", cast), {"q": "mari"}))
    assert 'id="row-' in page(client.get(url("conversations", cast), {"q": "5550110"}))
    assert 'id="row-' not in page(client.get(url("conversations", cast), {"q": "zzz"}))


def test_the_pages_of_the_list_miss_nobody_and_repeat_nobody(cast: Cast) -> None:
    for number in range(65):
        contact = factories.make_contact(cast.business, first_name=f"P{number}", consent=False)
        factories.make_conversation(contact, last_message_at=NOW - timedelta(minutes=number // 3))
    client, seen, address = cast.client(cast.owner), [], url("conversations", cast)
    while address:
        html = page(client.get(address))
        seen += re.findall(r'id="row-(\d+)"', html)
        older = re.search(r'href="([^"]*before=[^"]*)"[^>]*>', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 65


@pytest.mark.parametrize("before", ["x", "2026~", "~5", "2026-11-24T10:00:00~5"])
def test_a_mark_that_makes_no_sense_is_ignored(cast: Cast, talk: Conversation, before: str) -> None:
    assert 'id="row-' in page(cast.client(cast.owner).get(url("conversations", cast), {"before": before}))


def test_the_thread_shows_both_sides_with_its_small_print(cast: Cast, talk: Conversation) -> None:
    html = page(cast.client(cast.viewer).get(one("conversation", cast, talk)))
    assert "Hello from Harbor Plumbing." in html
    assert "Why was this sent?" in html
    assert "They answered" in html
    assert reverse("campaign", args=[cast.business.slug, 7]) in html


def test_what_contacts_write_is_never_markup(cast: Cast) -> None:
    inbox.receive(cast.account, text("<script>alert(1)</script>"), now=NOW)
    talk = Conversation.objects.for_business(cast.business).get()
    client = cast.client(cast.owner)
    for address in (url("conversations", cast), one("conversation", cast, talk), one("conversation_live", cast, talk)):
        assert "<script>alert" not in page(client.get(address))


def test_a_neighbour_sees_nothing(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.neighbour_owner)
    message = talk.messages.filter(direction="out").get()
    theirs = {"slug": cast.neighbour.slug}
    assert client.get(one("conversation", cast, talk)).status_code == 404
    for name in ("conversation", "conversation_live", "conversation_proof"):
        assert client.get(reverse(name, kwargs={**theirs, "conversation_id": talk.pk})).status_code == 404
    assert client.get(reverse("message_why", kwargs={**theirs, "message_id": message.pk})).status_code == 404
    address = reverse("conversation_take_over", kwargs={**theirs, "conversation_id": talk.pk})
    assert client.post(address).status_code == 404


ACTIONS = ["send", "take_over", "give_back", "stop", "allow", "close", "assign", "decide", "intent", "note", "unread"]


@pytest.mark.parametrize("action", ACTIONS)
def test_a_viewer_reads_but_does_not_act(cast: Cast, talk: Conversation, action: str) -> None:
    client = cast.client(cast.viewer)
    assert client.get(one("conversation", cast, talk)).status_code == 200
    assert client.post(one(f"conversation_{action}", cast, talk)).status_code == 403


def test_reading_by_a_viewer_leaves_it_unread(cast: Cast, talk: Conversation) -> None:
    cast.client(cast.viewer).get(one("conversation", cast, talk))
    talk.refresh_from_db()
    assert talk.unread == 1
    cast.client(cast.agent).get(one("conversation", cast, talk))
    talk.refresh_from_db()
    assert talk.unread == 0


def test_a_text_by_hand_is_queued_and_takes_over(cast: Cast, talk: Conversation) -> None:
    response = cast.client(cast.agent).post(one("conversation_send", cast, talk), compose("At four?"))
    assert response.status_code == 302
    talk.refresh_from_db()
    sent = talk.messages.get(author="member")
    assert (sent.status, sent.by_member_id, talk.bot) == ("queued", cast.agent.pk, "paused")


def test_a_double_click_is_one_text(cast: Cast, talk: Conversation) -> None:
    client, said = cast.client(cast.agent), compose("At four?")
    for _ in range(2):
        client.post(one("conversation_send", cast, talk), said)
    assert talk.messages.filter(author="member").count() == 1


def test_htmx_gets_an_empty_composer_and_the_word_to_look_again(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    response = client.post(one("conversation_send", cast, talk), compose("At four?"), headers={"HX-Request": "true"})
    assert "refresh" in response["HX-Trigger"]
    assert "At four?" not in page(response)


def test_outside_the_hours_there_the_member_is_asked_and_the_words_stay(cast: Cast, talk: Conversation) -> None:
    client, said = cast.client(cast.agent), compose("Are you awake?")
    with time_machine.travel(NOW + timedelta(hours=11), tick=False):
        html = page(client.post(one("conversation_send", cast, talk), said))
        assert "Send it anyway?" in html
        assert "Are you awake?" in html
        assert not talk.messages.filter(author="member").exists()
        client.post(one("conversation_send", cast, talk), {**said, "confirm": "hours"})
    assert talk.messages.get(author="member").confirmations == ["hours"]


def test_somebody_who_never_wrote_is_written_to_with_a_reason_only(cast: Cast) -> None:
    contact = factories.make_contact(cast.business, consent=False)
    talk = factories.make_conversation(contact)
    client, said = cast.client(cast.agent), compose("Hello")
    html = page(client.post(one("conversation_send", cast, talk), said))
    assert 'name="stated_reason"' in html
    client.post(one("conversation_send", cast, talk), {**said, "stated_reason": "Asked at the counter."})
    assert talk.messages.get().stated_reason == "Asked at the counter."


def test_a_refused_text_says_why_and_keeps_the_words(cast: Cast, talk: Conversation) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    html = page(cast.client(cast.agent).post(one("conversation_send", cast, talk), compose("One more thing")))
    assert "Not sent." in html
    assert html.count("One more thing") >= 1


def test_an_empty_text_is_asked_for(cast: Cast, talk: Conversation) -> None:
    assert "Write the text first." in page(
        cast.client(cast.agent).post(one("conversation_send", cast, talk), compose(" "))
    )


def test_take_over_and_give_back(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    client.post(one("conversation_take_over", cast, talk))
    talk.refresh_from_db()
    assert (talk.bot, talk.assigned_to_id) == ("paused", cast.agent.pk)
    client.post(one("conversation_give_back", cast, talk))
    talk.refresh_from_db()
    assert talk.bot == "active"
    assert "Given back to the assistant" in page(client.get(one("conversation", cast, talk)))


def test_stopping_asks_for_the_reason_and_allowing_again_too(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    assert "This field is required" in page(client.post(one("conversation_stop", cast, talk), {"reason": ""}))
    client.post(one("conversation_stop", cast, talk), {"reason": "On the phone", "all_channels": "on"})
    assert threads.stops_of(talk).count() == 1
    assert "stays on record" in page(client.post(one("conversation_allow", cast, talk), {"reason": ""}))
    client.post(one("conversation_allow", cast, talk), {"reason": "They called back and asked for texts"})
    assert threads.stops_of(talk).count() == 0
    assert "They called back and asked for texts" in page(client.get(one("conversation", cast, talk)))


def test_a_suspected_opt_out_is_decided_in_the_thread(cast: Cast, talk: Conversation) -> None:
    inbox.receive(cast.account, text("please no more of these, thanks but stop it maybe"), now=NOW)
    if not threads.stops_of(talk).filter(reason="suspected").exists():
        from contacts.consent import StopFacts, suppress

        point = talk.contact.points.get()
        suppress(cast.business, kind_of_address="phone", address=point.address, reason="suspected",
                 facts=StopFacts(contact_id=talk.contact_id, words="hm"), now=NOW)  # fmt: skip
    client = cast.client(cast.agent)
    assert "Is this an opt-out?" in page(client.get(one("conversation", cast, talk)))
    client.post(one("conversation_decide", cast, talk), {"answer": "none", "reason": "A joke"})
    assert not threads.stops_of(talk).filter(reason="suspected").exists()


def test_what_a_message_means_can_be_corrected(cast: Cast, talk: Conversation) -> None:
    message = talk.messages.get(direction="in")
    triage = Triage.objects.create(
        business=cast.business, message=message, intent="question", confidence=0.94, engine="rules", created_at=NOW
    )
    client = cast.client(cast.agent)
    assert "94 %" in page(client.get(one("conversation", cast, talk)))
    client.post(one("conversation_intent", cast, talk), {"triage": triage.pk, "intent": "booking_request"})
    triage.refresh_from_db()
    assert triage.corrected_intent == "booking_request"


def test_a_note_is_for_the_team(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    client.post(one("conversation_note", cast, talk), {"body": "Has a dog."})
    assert "Has a dog." in page(client.get(one("conversation", cast, talk)))
    assert talk.messages.filter(body="Has a dog.").count() == 0


def test_a_conversation_is_given_to_a_colleague_and_to_no_stranger(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    client.post(one("conversation_assign", cast, talk), {"member": cast.manager.pk})
    client.post(one("conversation_assign", cast, talk), {"member": cast.neighbour_owner.pk})
    talk.refresh_from_db()
    assert talk.assigned_to_id == cast.manager.pk


def test_after_an_action_one_is_where_one_was(cast: Cast, talk: Conversation) -> None:
    came_from = {"Referer": f"http://testserver{one('conversation', cast, talk)}?filter=yours&view=panel&other=1"}
    response = cast.client(cast.agent).post(one("conversation_note", cast, talk), {"body": "x"}, headers=came_from)
    assert response["Location"] == f"{one('conversation', cast, talk)}?filter=yours&view=panel"


def test_closing_and_opening_again(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    for state in ("closed", "open"):
        client.post(one("conversation_close", cast, talk))
        talk.refresh_from_db()
        assert talk.state == state


def make_draft(cast: Cast) -> Message:
    from contacts.eligibility import Approval

    request = ask(cast.contact, purpose=Purpose.REPLY, approval=Approval.NEEDED, body="About $200.")
    outbox.submit(request, now=NOW)
    return Message.objects.for_business(cast.business).get(status="held")


def test_a_draft_is_sent_in_the_members_words(cast: Cast, talk: Conversation) -> None:
    draft, client = make_draft(cast), cast.client(cast.agent)
    assert "Turn it down" in page(client.get(one("conversation", cast, talk)))
    client.post(url("draft_approve", cast, message_id=draft.pk), {"body": "About $180."})
    draft.refresh_from_db()
    assert draft.status == "queued"
    assert draft.body.startswith("About $180.") or "About $180." in draft.body


def test_a_rejected_draft_never_leaves(cast: Cast, talk: Conversation) -> None:
    draft, client = make_draft(cast), cast.client(cast.agent)
    client.post(url("draft_reject", cast, message_id=draft.pk), {"why": "Wrong price"})
    draft.refresh_from_db()
    assert (draft.status, draft.status_sentence) == ("cancelled", "Wrong price")
    assert cast.client(cast.viewer).post(url("draft_approve", cast, message_id=draft.pk)).status_code == 403


def open_task(cast: Cast, talk: Conversation) -> Handoff:
    return handoff.open_handoff(
        talk, reason="hot_lead", priority="hot", due=NOW + timedelta(hours=1), now=NOW, next_step="Call now."
    )


def test_a_hot_task_shows_its_clock_and_is_taken_and_finished(cast: Cast, talk: Conversation) -> None:
    task, client = open_task(cast, talk), cast.client(cast.agent)
    html = page(client.get(one("conversation", cast, talk)))
    assert "Response clock" in html
    assert "Call now." in html
    client.post(url("handoff_take", cast, handoff_id=task.pk))
    client.post(url("handoff_done", cast, handoff_id=task.pk), {"outcome": "Booked for Friday"})
    task.refresh_from_db()
    assert (task.state, task.taken_by_id, task.outcome) == ("done", cast.agent.pk, "Booked for Friday")
    assert "Booked for Friday" in page(client.get(one("conversation", cast, talk)))


def test_why_a_campaign_text_was_allowed_stands_rule_by_rule(cast: Cast) -> None:
    answer = outbox.submit(ask(cast.contact), now=NOW)
    html = page(cast.client(cast.viewer).get(url("message_why", cast, message_id=answer.message_id)))
    for words in ("Consent", "web form", "11:00 am in New York", "Yes, text me about my service", "to be sealed"):
        assert words in html


def test_why_a_text_was_not_sent_begins_with_the_reason(cast: Cast, talk: Conversation) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    answer = outbox.submit(ask(cast.contact), now=NOW)
    html = page(cast.client(cast.viewer).get(url("message_why", cast, message_id=answer.message_id)))
    assert "Why was this not sent?" in html
    assert "opted out" in html.lower()


def test_the_proof_can_be_recomputed_by_whoever_gets_the_file(cast: Cast, talk: Conversation) -> None:
    from conversations.models import ClearanceDetail
    from conversations.outbox.evidence import detail_hash_of

    outbox.submit(ask(cast.contact), now=NOW)
    response = cast.client(cast.owner).get(one("conversation_proof", cast, talk))
    assert "attachment" in response["Content-Disposition"]
    (decision,) = [d for m in response.json()["messages"] for d in m["decisions"]]
    told = ClearanceDetail(salt=decision["salt"], details=decision["detail"])
    assert detail_hash_of(told) == decision["detail_hash"]


def look(client: Any, address: str, html: str) -> Any:
    """Ask again with what the page shows."""
    seen = {
        f"live-{part}": mark for part, mark in re.findall(r'id="([\w-]+)"(?: class="[^"]*")? data-seen="([^"]+)"', html)
    }
    return client.get(address, seen, headers={"HX-Request": "true"})


def test_a_look_without_news_changes_nothing(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    html = page(client.get(one("conversation", cast, talk)))
    assert look(client, one("conversation_live", cast, talk), html).status_code == 204
    listed = page(client.get(url("conversations", cast)))
    assert look(client, url("conversations_live", cast), listed).status_code == 204


def test_a_look_brings_the_new_message_and_leaves_the_composer_alone(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    html = page(client.get(one("conversation", cast, talk)))
    inbox.receive(cast.account, text("Are you there?"), now=NOW)
    news = page(look(client, one("conversation_live", cast, talk), html))
    assert 'id="thread-messages"' in news
    assert "Are you there?" in news
    assert ".nav-needs-you" in news
    assert 'id="composer"' not in news
    assert 'id="thread-bar"' not in news


def test_a_look_without_news_costs_a_few_queries(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    html = page(client.get(one("conversation", cast, talk)))
    with CaptureQueriesContext(connection) as queries:
        assert look(client, one("conversation_live", cast, talk), html).status_code == 204
    assert len(queries) < 20


def count_queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_one_and_for_twenty(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    few = count_queries(client, url("conversations", cast))
    for number in range(19):
        factories.make_conversation(factories.make_contact(cast.business, first_name=f"P{number}", consent=False))
    assert count_queries(client, url("conversations", cast)) == few


def test_the_thread_costs_the_same_for_one_and_for_twenty(cast: Cast, talk: Conversation) -> None:
    client = cast.client(cast.agent)
    few = count_queries(client, one("conversation", cast, talk))
    for number in range(19):
        make_outbound(cast.contact, cast.account, status="sent", author="member", purpose="member_reply",
                      by_member=cast.agent, at=NOW - timedelta(days=2, minutes=number))  # fmt: skip
    assert count_queries(client, one("conversation", cast, talk)) == few


def test_earlier_messages_are_a_page_away(cast: Cast, talk: Conversation) -> None:
    for number in range(60):
        make_outbound(cast.contact, cast.account, status="sent", at=NOW - timedelta(days=3, minutes=number),
                      body=f"Old text {number:02d}.")  # fmt: skip
    client = cast.client(cast.agent)
    html = page(client.get(one("conversation", cast, talk)))
    assert "Old text 59." not in html
    mark = re.search(r"earlier=(\d+)", html)
    assert mark
    assert "Old text 59." in page(client.get(one("conversation", cast, talk), {"earlier": mark[1]}))


def test_a_nul_in_an_address_is_a_bad_request(cast: Cast, talk: Conversation) -> None:
    assert cast.client(cast.owner).get(url("conversations", cast), {"before": "\x00"}).status_code == 400
