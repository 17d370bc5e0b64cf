"""Messages from machines: headers first, then the wording; people are never taken for machines."""

from __future__ import annotations

import pytest

from conversations.reading.autoreply import is_auto_reply
from conversations.reading.quotes import reply_text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"auto-submitted": "auto-generated (failure)"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
        {"List-Id": "<news.example.com>"},
        {"Return-Path": "<>"},
        {"From": "Mail Delivery Subsystem <mailer-daemon@example.com>"},
        {"Subject": "Automatic reply: your message"},
    ],
)
def test_headers_give_a_machine_away(headers: dict[str, str]) -> None:
    assert is_auto_reply("ok", channel="email", headers=headers)


def test_auto_submitted_no_is_a_person() -> None:
    assert not is_auto_reply("Sounds good", channel="email", headers={"Auto-Submitted": "no", "Subject": "Re: hello"})


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving - sent from my car (auto reply)",
        "I’m driving with Do Not Disturb While Driving turned on. I’ll see your message when I get where I’m going.",
        "Out of office until Monday",
        "Thank you for contacting Oak Dental. Our office is closed and will reply tomorrow.",
        "This mailbox is not monitored.",
        "Estoy fuera de la oficina hasta el lunes.",
    ],
)
def test_the_wording_gives_a_machine_away(text: str) -> None:
    assert is_auto_reply(text, channel="sms")


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving, text you later",
        "is this an automated message?",
        "I'm out of town until Friday, call me then",
        "Can't talk, at work",
        "thanks for texting, yes I'm interested",
        "what are your business hours?",
        "my office is closed Fridays so Thursday works",
    ],
)
def test_people_are_not_taken_for_machines(text: str) -> None:
    assert not is_auto_reply(text, channel="sms")


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ("Yes please\n\nOn Mon, 3 Nov 2025 at 10:00, Oak Dental <hi@example.com> wrote:\n> Hello", "Yes please"),
        ("Call me\n\nSent from my iPhone", "Call me"),
        ("No thanks\n\n-----Original Message-----\nFrom: x", "No thanks"),
        ("> only a quote", "> only a quote"),
        ("On Monday I wrote you a letter", "On Monday I wrote you a letter"),
    ],
)
def test_quotes_and_signatures_are_cut_and_doubt_keeps_the_text(mail: str, words: str) -> None:
    assert reply_text(mail) == words
