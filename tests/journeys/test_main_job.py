"""The main job, in a browser against the running product: import, campaign, leads that answer, report."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from contacts.models import Contact
from conversations.models import Conversation, Message
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.reporting.building import build_report
from tests.journeys import campaigning
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import OURS, Shop
from tests.journeys.stack import Stack, daytime_zone, wait_for

pytestmark = pytest.mark.timeout(240)

# Only whether it comes; how long it took is printed, and measured by bench.latency.
BOUND = 30.0
PEOPLE = {
    "Stella Stopp": "(212) 555-0131",
    "Olive Optout": "(212) 555-0132",
    "Ines Interest": "(212) 555-0133",
    "Penny Price": "(212) 555-0134",
    "Carl Complaint": "(212) 555-0135",
    "Norma Notnow": "(212) 555-0136",
}
TEXT = "Hi {{ first_name|there }}, may we look after your heating before winter?"


def phone_of(name: str) -> str:
    return "+1" + "".join(letter for letter in PEOPLE[name] if letter.isdigit())


def write_csv(folder: Path) -> Path:
    """Six people with consent, one without a date, one whose number is none, one twice, one without any address."""
    zone, today = daytime_zone(), timezone.now().date()
    rows = ["First name,Last name,Mobile,State,Time zone,Last visit,Consent date,Consent source,Consent wording"]
    proof = f"{today - timedelta(days=700)},website form,I agree to marketing texts. Reply STOP to stop."
    for name, phone in PEOPLE.items():
        first, last = name.split()
        rows.append(f"{first},{last},{phone},NY,{zone},{today - timedelta(days=500)},{proof}")
    rows.append(f"Nora,Nodate,(212) 555-0137,NY,{zone},{today - timedelta(days=500)},,website form,")
    rows.append(f"Wanda,Wrong,555-12,NY,{zone},{today - timedelta(days=500)},{proof}")
    rows.append(rows[1])
    rows.append(f"Noel,Nothing,,NY,{zone},{today - timedelta(days=500)},{proof}")
    file = folder / "leads.csv"
    file.write_text("\n".join(rows) + "\n")
    return file


def import_people(visitor: Visitor, file: Path) -> None:
    page = visitor.page
    visitor.go("Contacts")
    visitor.look("contacts-empty")
    page.get_by_role("link", name="Import").first.click()
    if not page.get_by_label("CSV file").count():
        page.get_by_role("link", name="Import a list").first.click()
    visitor.look("import-upload")
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("heading", name="Match columns").wait_for()
    visitor.look("import-columns")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="Import these contacts").wait_for()
    visitor.look("import-check")
    rows = page.locator("#import-state").inner_text()
    assert "too few digits" in rows and "The same person as in line" in rows and "no consent date" in rows
    assert "neither a phone number nor an email address" in rows
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("The import is done.").wait_for()
    visitor.look("import-done")


def let_it_be_daytime(shop: Shop) -> None:
    """Set the zones by hand: else the hour must also be fine where the area codes lie, and this runs at any hour."""
    Contact.objects.for_business(shop.business).update(zone_set_by_hand=True)


def launch_campaign(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("Campaigns")
    visitor.look("campaigns-empty")
    campaigning.start_campaign(visitor, "Before winter")
    campaigning.choose_no_contact(visitor, months=6)
    visitor.look("campaign-audience")
    campaigning.go_on(visitor, "write the texts")
    page.get_by_label(re.compile("^Text")).first.fill(TEXT)
    page.locator("#preview").get_by_text("Harbor Plumbing").first.wait_for()
    visitor.look("campaign-texts")
    campaigning.go_on(visitor, "schedule")
    campaigning.go_on(visitor, "check everybody")
    campaigning.wait_for_check(visitor)
    page.get_by_role("heading", name="Left out, and why").wait_for()
    visitor.look("campaign-check")
    campaigning.launch(visitor)
    page.get_by_text("Launched").first.wait_for()


def open_talk(visitor: Visitor, name: str) -> None:
    """Choose a conversation in the list."""
    visitor.go("Conversations")
    visitor.page.locator("#inbox-list").get_by_role("link", name=name).first.click()
    visitor.page.locator("#thread-messages").wait_for()


def talk_of(shop: Shop, name: str) -> Conversation:
    first, last = name.split()
    contact = Contact.objects.for_business(shop.business).get(first_name=first, last_name=last)
    return Conversation.objects.for_business(shop.business).get(contact=contact)


def texts_after(stack: Stack, name: str, seq: int) -> list[str]:
    """What the phone of a lead received after one of its own texts."""
    found = stack.carrier.phone_messages(phone_of(name), after=seq)
    return [row["body"] for row in found if row["direction"] != "inbound"]


def play(stack: Stack, name: str, words: str) -> tuple[int, float]:
    """Let a lead text; return the text's number at the carrier and when it was sent."""
    began = time.monotonic()
    sent = stack.carrier.phone_writes(sender=phone_of(name), to=OURS, body=words)
    assert sent["webhook"] == 200
    return int(sent["seq"]), began


def test_a_list_becomes_a_campaign_whose_every_reply_is_handled(
    visitor: Visitor, running: Stack, shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, seen = visitor.page, {}
    visitor.sign_in("owner@harbor.example")
    visitor.look("today-new")
    import_people(visitor, write_csv(tmp_path))
    let_it_be_daytime(shop)
    launch_campaign(visitor)
    got = wait_for(lambda: running.carrier.messages(direction="outbound")[5:], seconds=20, what="six texts")
    assert len(got) == 1

    def answers(name: str, words: str, locator: Any) -> int:
        open_talk(visitor, name)
        page.evaluate("window.stayed = true")
        number, began = play(running, name, words)
        seen[words] = visitor.measure(began, locator, bound=BOUND)
        assert page.evaluate("window.stayed"), "The page was reloaded."
        return number

    stops = {
        name: answers(name, words, page.locator("#thread-notice").get_by_text("Opted out"))
        for name, words in (("Stella Stopp", "STOP"), ("Olive Optout", "stop texting me please"))
    }
    visitor.look("conversation-opted-out")
    mine = page.locator("#thread-messages .bubble--assistant")
    answers("Ines Interest", "yes I'm interested", mine)
    hot = visitor.visible("This person is ready to go ahead.")
    second, began = play(running, "Ines Interest", "The boiler is 15 years old. Tomorrow morning is fine")
    seen["(details)"] = visitor.measure(began, hot, bound=BOUND)
    visitor.look("conversation-hot")
    answers("Penny Price", "how much is it?", visitor.visible("This person asks about a price."))
    answers("Carl Complaint", "this is terrible, nobody showed up", visitor.visible("This person is unhappy"))
    answers("Norma Notnow", "not now", page.locator("#thread-messages").get_by_text("check in again"))
    visitor.look("conversation-not-now")
    with capsys.disabled():
        print(f"\n[{visitor.width} px] seconds until it was seen:", {k: round(v, 2) for k, v in seen.items()})

    for name, number in stops.items():
        wait_for(lambda name=name, number=number: texts_after(running, name, number), seconds=5, what="a confirmation")  # type: ignore[misc]
    person_takes_over(visitor, running, shop)
    for name, number in stops.items():
        confirmed = texts_after(running, name, number)
        assert len(confirmed) == 1 and "opted out" in confirmed[0]
    evidence_and_report(visitor, shop)
    today_and_the_rest(visitor)


def person_takes_over(visitor: Visitor, stack: Stack, shop: Shop) -> None:
    """Take over, write, give back, stop."""
    page = visitor.page
    open_talk(visitor, "Ines Interest")
    page.get_by_role("button", name="Take over").click()
    page.get_by_text("The assistant is quiet.").wait_for()
    page.get_by_label("Write a text to Ines").fill("Tomorrow at 9 it is. Sam from Harbor")
    page.get_by_role("button", name="Send text").click()
    page.locator("#thread-messages").get_by_text("Tomorrow at 9 it is").wait_for()
    wait_for(
        lambda: [row for row in stack.carrier.phone_messages(phone_of("Ines Interest")) if "at 9 it is" in row["body"]],
        seconds=8, what="the member's text on the phone",
    )  # fmt: skip
    page.get_by_role("button", name="Give back").click()
    page.get_by_text("The assistant answers here.").wait_for()
    assert talk_of(shop, "Ines Interest").bot == "active"
    page.get_by_role("link", name="Stop messaging").click()
    dialog = page.get_by_role("dialog")
    visitor.look("conversation-stop")
    dialog.get_by_label("What was said, and where").fill("She asked on the telephone")
    dialog.get_by_role("button", name="Stop messaging").click()
    page.get_by_role("link", name="Allow again").wait_for()
    visitor.look("conversation-stopped")


def evidence_and_report(visitor: Visitor, shop: Shop) -> None:
    """Why was this sent? And does the report add up?"""
    page = visitor.page
    page.get_by_role("link", name="Why was this sent?").first.click()
    page.get_by_role("heading", name="Why was this sent?").wait_for()
    assert "website form" in page.content()
    visitor.look("why")
    visitor.go("Campaigns")
    visitor.look("campaigns")
    page.get_by_role("link", name="Before winter").click()
    page.get_by_text("From list to answer").first.wait_for()
    visitor.look("campaign-report")
    report = build_report(Campaign.objects.for_business(shop.business).get(), now=timezone.now())
    assert (report.audience, report.reached, report.replied, report.opted_out) == (7, 6, 6, 2)
    assert sum(state.count for state in report.states) == report.audience
    assert sum(intent.count for intent in report.intents) == report.replied
    assert f"= {report.audience} in the audience" in " ".join(page.locator("#figures").inner_text().split())


def today_and_the_rest(visitor: Visitor) -> None:
    """Every further page of the business, looked at."""
    page = visitor.page
    visitor.go("Today")
    page.get_by_text("Carl Complaint").first.wait_for()
    visitor.look("today")
    slug = page.url.split("/b/")[1].split("/")[0]
    for name, path in {
        "conversations": "conversations/", "contacts": "contacts/", "phones": "phones/", "imports": "contacts/imports/",
        "notifications": "notifications/", "settings": "settings/", "settings-business": "settings/business/",
        "settings-hours": "settings/hours/",
        "settings-channels": "settings/channels/", "settings-copy": "settings/answers/",
    }.items():  # fmt: skip
        answer = page.goto(f"/b/{slug}/{path}")
        assert answer is not None and answer.status == 200, path
        visitor.look(name)
    page.goto(f"/b/{slug}/contacts/")
    page.get_by_role("link", name="Penny Price").first.click()
    visitor.look("contact")


def test_a_lead_is_played_on_the_sandbox_phone(desk: Visitor, shop: Shop, running: Stack, tmp_path: Path) -> None:
    desk.looks = False
    desk.sign_in("owner@harbor.example")
    import_people(desk, write_csv(tmp_path))
    let_it_be_daytime(shop)
    launch_campaign(desk)
    desk.looks = True
    wait_for(lambda: running.carrier.messages(direction="outbound")[5:], seconds=20, what="six texts")
    page = desk.page
    page.goto(f"/b/{shop.business.slug}/phones/?q=Stella")
    phone = page.get_by_role("region", name="the phone of Stella")
    phone.get_by_text("may we look after your heating").wait_for()
    page.get_by_label("Write as Stella").fill("STOP")
    page.get_by_label("Write as Stella").press("Enter")
    phone.get_by_text("you have opted out").wait_for(timeout=BOUND * 1000)
    desk.look("phones-played")
    stopped = Message.objects.for_business(shop.business).filter(direction="in", body="STOP")
    assert stopped.count() == 1
