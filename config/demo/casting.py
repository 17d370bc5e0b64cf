"""Gives the stories to the people who got the campaign's texts, and plays each move at its time."""

from __future__ import annotations

import heapq
import itertools
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import Member
from config.demo.stage import Stage, at_work, waking, zone_of
from config.demo.stories import Move, Story
from contacts.models import Contact
from conversations import handoff, threads
from conversations.models import Conversation
from reactivation.campaigns.models import Campaign, StepMessage

Act = Callable[[], None]
NOTHING_MORE = "Read, nothing more to do"


class Play:
    """What is still to happen, in the order of its time."""

    def __init__(self, stage: Stage, members: dict[str, Member]) -> None:
        self.stage, self.members = stage, members
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._counter = itertools.count()

    def plan(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._agenda, (at, next(self._counter), act))

    def run(self, *, until: datetime) -> None:
        """Play everything planned before a moment, and go to that moment."""
        while self._agenda and self._agenda[0][0] < until:
            at, _, act = heapq.heappop(self._agenda)
            self.stage.move_to(at)
            act()
            self.stage.settle()
        self.stage.move_to(until)
        self.stage.settle()

    def cast(self, campaign: Campaign, stories: list[Story], *, step: int) -> None:
        """Give a step's stories to people who got it and have not answered yet, each from the minute of delivery."""
        got = (
            StepMessage.objects.for_business(campaign.business_id)
            .filter(enrollment__campaign=campaign, step__position=step, message__status="delivered")
            .filter(enrollment__replied_at=None)
            .exclude(message__contact__standing=Contact.Standing.OPEN_ISSUE)
            .select_related("message__contact")
        )
        free = sorted(got, key=lambda row: scatter(row.message.address))
        for story in stories[: len(free)]:
            row = next((r for r in free if _speaks(r.message.contact, story.language)), free[0])
            free.remove(row)
            contact = row.message.contact
            assert contact is not None and row.message.delivered_at is not None
            self.begin(story, contact, row.message.address, at=row.message.delivered_at)

    def begin(self, story: Story, contact: Contact, phone: str, *, at: datetime) -> None:
        """Plan the moves of a story one after the other."""
        zone = zone_of(contact, self.stage.business)
        for move in story.moves:
            at = waking(at + move.after, zone)
            self.plan(at, lambda move=move: self._act(move, contact, phone))  # type: ignore[misc]
        self.plan(at_work(at + timedelta(minutes=38), self.stage.business.zone), lambda: self._settle(story, contact))

    def _act(self, move: Move, contact: Contact, phone: str) -> None:
        if move.kind == "says":
            self.stage.hear(phone=phone, words=move.words)
            return
        talk = Conversation.objects.for_business(self.stage.business).get(contact=contact)
        member, now = self.members[move.by], self.stage.now
        if move.kind == "takes":
            threads.take_over(talk, member=member, now=now)
        elif move.kind == "returns":
            threads.give_back(talk, member=member, now=now)
        elif move.kind == "stops":
            threads.stop_messaging(talk, member=member, reason=move.words, now=now, all_channels=False)
        elif move.kind == "writes":
            self._write(talk, member, move.words)
        threads.mark_read(talk)

    def _write(self, talk: Conversation, member: Member, words: str) -> None:
        key = f"demo-{talk.pk}-{self.stage.now.timestamp():.0f}"
        # Refused, it stays unsaid: a first start must not fail because a text was read otherwise than meant.
        threads.write(talk, member=member, body=words, idempotency_key=key, now=self.stage.now)

    def _settle(self, story: Story, contact: Contact) -> None:
        """Somebody of the team has dealt with it: the tasks are taken and closed."""
        talk = Conversation.objects.for_business(self.stage.business).get(contact=contact)
        member = talk.assigned_to or self.members["agent"]
        handoff.take_all(talk, member=member, now=self.stage.now)
        handoff.finish_all(talk, member=member, outcome=story.outcome or NOTHING_MORE, now=self.stage.now)
        threads.mark_read(talk)


def scatter(phone: str) -> int:
    """Mix people that were imported one after the other, the same way each time."""
    return zlib.crc32(phone.encode())


def _speaks(contact: Contact | None, language: str) -> bool:
    return contact is not None and (contact.language or "en") == language
