"""The life of a message inside the sandbox carrier: on its way, delivered or not, reported, and what phones write."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from html import unescape
from typing import Any

from conversations.channels.sandbox.failures import Failure, Failures
from conversations.channels.sandbox.keywords import ANSWERS, find_keyword
from conversations.channels.sandbox.store import Row, Store, make_sid
from conversations.channels.sandbox.webhooks import Webhooks, inbound_form, status_form
from conversations.reading.segments import count_segments

COMMIT_SECONDS = 0.02
TWIML_MESSAGE = re.compile(r"<Message\b[^>]*>(.*?)</Message>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass
class Pace:
    """How fast the carrier is; seconds, and latency of each API call in milliseconds."""

    latency_ms: float = 0.0
    sent_after: float = 0.05
    delivered_after: float = 0.1


class Delivery:
    """Moves messages along and calls the customer's webhooks. Everything runs in one event loop."""

    def __init__(self, store: Store, failures: Failures) -> None:
        self.store = store
        self.failures = failures
        self.pace = Pace()
        self.counters: Counter[str] = Counter()
        # Set by the demo, which plays weeks in a minute: the records then carry the times of the play.
        self.moved_to: float | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.webhooks = Webhooks(store)
        self._committer: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """Return the time that goes into the records: the real one, unless the clock was moved."""
        return time.time() if self.moved_to is None else self.moved_to

    async def start(self) -> None:
        """Open the way to the webhooks and go on with what was on its way at the last stop."""
        self.webhooks.open()
        for message in self.store.list_pending():
            self.begin(self._travel(message))

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.webhooks.close()
        if self._committer:
            self._committer.cancel()
        self.store.close()

    async def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def reset(self, *, accounts: bool) -> None:
        """Forget what is on its way, then messages, calls, opt-outs, the script, counters and pace."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.store.clear(accounts=accounts)
        self.failures.remove()
        self.counters.clear()
        self.pace = Pace()
        self.moved_to = None
        self.commit_soon()

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.counters["crashed"] += 1  # a fault of the carrier's own, which tests look for

    def commit_soon(self) -> None:
        """Group commits: at hundreds of messages a second one each would be the bottleneck."""
        if self._committer is None:
            self._committer = asyncio.get_running_loop().call_later(COMMIT_SECONDS, self._commit)

    def _commit(self) -> None:
        self._committer = None
        self.store.commit()

    def accept(self, *, account: Row, sender: str, recipient: str, body: str, **settings: Any) -> Row:
        """Take an outbound message and send it on its way."""
        now = self.now()
        message = self.store.add_message(
            {
                "sid": make_sid("MM" if settings.get("media", "[]") != "[]" else "SM"),
                "account": account["sid"],
                "direction": "outbound-api",
                "sender": sender,
                "recipient": recipient,
                "body": body,
                "status": "accepted" if settings.get("service") else "queued",
                "segments": count_segments(body).count,
                "created": now,
                "updated": now,
                **settings,
            }
        )
        self.counters["accepted"] += 1
        self.commit_soon()
        self.begin(self._travel(message))
        return message

    async def _travel(self, message: Row) -> None:
        failure = self.failures.take("delivery", message["recipient"], message["sender"])
        kind = failure.kind if failure else ""
        settings = failure.settings if failure else {}
        wait = float(settings.get("seconds", 0)) if kind == "delay" else self.pace.sent_after
        left = message["created"] + message["validity"] - self.now()
        if message["status"] != "sent":
            await asyncio.sleep(max(0.0, min(wait, left)))
            if wait > left:
                return await self._finish(message, "undelivered", 30036)
            if kind == "undelivered" and settings.get("before_sent"):
                return await self._finish(message, settings.get("status", "failed"), settings.get("code", 30008))
            if not self.failures.take("reorder", message["recipient"], message["sender"]):
                await self._move(message, "sent")
            else:
                self._note(message, "sent")
                self.begin(self._report_later(dict(message)))
        if kind == "stuck":
            return None
        await asyncio.sleep(self.pace.delivered_after)
        if kind == "undelivered":
            return await self._finish(message, settings.get("status", "undelivered"), settings.get("code", 30008))
        return await self._finish(message, "delivered", None)

    async def _report_later(self, message: Row) -> None:
        await asyncio.sleep(self.pace.delivered_after + 0.3)
        await self._report(message)

    async def _finish(self, message: Row, status: str, code: int | None) -> None:
        self.counters[status] += 1
        await self._move(message, status, code)

    async def _move(self, message: Row, status: str, code: int | None = None) -> None:
        self._note(message, status, code)
        # A slow webhook of the customer's does not hold the message up.
        self.begin(self._report(dict(message)))

    def _note(self, message: Row, status: str, code: int | None = None) -> None:
        now = self.now()
        sent = now if status == "sent" else message["sent"]
        self.store.update_message(message, status=status, error_code=code, sent=sent, updated=now)
        self.commit_soon()

    async def _report(self, message: Row) -> None:
        if not message["callback"]:
            return
        failure = self.failures.take("callback", message["recipient"], message["sender"])
        kind = failure.kind if failure else ""
        if kind == "lose_callbacks":
            self.counters["callbacks_lost"] += 1
            return
        if failure and kind == "slow_callbacks":
            await asyncio.sleep(float(failure.settings.get("seconds", 1)))
        form = status_form(message)
        for _ in range(2 if kind == "duplicate_callbacks" else 1):
            status, _text = await self.webhooks.call(
                message["callback"], form, message["account"], spoil=kind == "bad_signature"
            )
            self.counters["callbacks" if 200 <= status < 300 else "callbacks_failed"] += 1

    # What phones write

    def hear(self, *, number: Row, phone: str, body: str, media: list[dict[str, str]]) -> tuple[Row, str | None]:
        """Record a text from a phone; where the number's carrier answers keywords, it does. Returns row and keyword."""
        now = self.now()
        message = self.store.add_message(
            {
                "sid": make_sid("MM" if media else "SM"),
                "account": number["account"],
                "service": None,
                "direction": "inbound",
                "sender": phone,
                "recipient": number["number"],
                "body": body,
                "media": json.dumps(media),
                "status": "received",
                "segments": count_segments(body).count,
                "created": now,
                "sent": now,
                "updated": now,
            }
        )
        self.counters["inbound"] += 1
        self.commit_soon()
        return message, self._answer_keyword(number, phone, body) if number["carrier_answers"] else None

    def _answer_keyword(self, number: Row, phone: str, body: str) -> str | None:
        opted_out = self.store.is_opted_out(number["number"], phone)
        keyword = find_keyword(body, opted_out=opted_out)
        if keyword is None or (opted_out and keyword != "START"):
            return keyword  # a phone that has opted out gets no answer to a second STOP, nor to HELP
        if keyword == "STOP":
            self.store.opt_out(number["number"], phone)
        if keyword == "START":
            self.store.opt_in(number["number"], phone)
        account = self.store.find_account(number["account"])
        assert account is not None
        self.counters["carrier_answers"] += 1
        self.accept(
            account=account,
            sender=number["number"],
            recipient=phone,
            body=ANSWERS[keyword],
            service=None,
            direction="outbound-reply",
        )
        return keyword

    async def announce(self, message: Row, number: Row, keyword: str | None) -> int:
        """Call the number's webhook once; like Twilio, repeat nothing. Returns the HTTP status, 0 for none."""
        failure: Failure | None = self.failures.take("webhook", message["sender"], message["recipient"])
        kind = failure.kind if failure else ""
        if kind == "drop_webhook" or not number["sms_url"]:
            self.counters["webhooks_dropped"] += 1
            return 0
        form = inbound_form(message, keyword)
        status = 0
        for _ in range(2 if kind == "duplicate_webhook" else 1):
            spoil = kind == "bad_webhook_signature"
            status, text = await self.webhooks.call(number["sms_url"], form, message["account"], spoil=spoil)
            self.counters["webhooks" if 200 <= status < 300 else "webhooks_failed"] += 1
            self._obey(text, message)
        return status

    def _obey(self, twiml: str, message: Row) -> None:
        """Send what the webhook's answer says, as Twilio would: a second way out, which tests then see."""
        for words in TWIML_MESSAGE.findall(twiml):
            account = self.store.find_account(message["account"])
            assert account is not None
            self.counters["twiml_replies"] += 1
            self.accept(
                account=account,
                sender=message["recipient"],
                recipient=message["sender"],
                body=unescape(TAG.sub("", words)).strip(),
                service=None,
                direction="outbound-reply",
            )
