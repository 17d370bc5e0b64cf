"""How long a message takes: from submit to the provider when idle, from a text to the answer at twenty a second.

Through the real webhook (gunicorn), `manage.py worker` with its cluster, and a carrier that answers at once. The end is
when the provider's answer has been written (`sent_at`), a little later than the call.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench import setting
from bench.webhook import web

IDLE = 30
WORDS = ("Yes please, when can you come?", "How much is a tune-up?", "Not right now, maybe next month", "Who is this?")
PATIENCE = 30.0


@contextlib.contextmanager
def worker(carrier_url: str) -> Iterator[None]:
    """Run the supervised worker until the block ends; waits for its cluster's first heartbeat."""
    from conversations.models import WorkerHeartbeat  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.worker_settings", "BENCH_FOLDER": folder,
                 "BENCH_CARRIER": carrier_url},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            ends = time.monotonic() + 60
            while not WorkerHeartbeat.objects.filter(part="queue").exists():
                if time.monotonic() > ends:
                    raise SystemExit("The worker did not start.")
                time.sleep(0.2)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


async def talk(url: str, texts: list[tuple[str, dict[str, str], str]], *, every: float) -> list[datetime]:
    """Send one text each `every` seconds, whether or not the last was answered; return when each left."""
    import aiohttp  # noqa: PLC0415

    async with aiohttp.ClientSession() as session:

        async def send(path: str, form: dict[str, str], signature: str) -> None:
            async with session.post(url + path, data=form, headers={"X-Twilio-Signature": signature}) as answer:
                if answer.status >= 300:
                    raise SystemExit(f"{path}: HTTP {answer.status}")

        began, left, tasks = time.perf_counter(), [], []
        for number, text in enumerate(texts):
            await asyncio.sleep(max(0.0, began + number * every - time.perf_counter()))
            left.append(datetime.now(UTC))
            tasks.append(asyncio.create_task(send(*text)))
        await asyncio.gather(*tasks)
        return left


def describe(name: str, times: list[float], asked: int, target: str) -> tuple[object, ...]:
    cuts = quantiles(times, n=20) if len(times) > 1 else [0.0] * 19
    return name, f"{cuts[9] * 1000:.0f} ms", f"{cuts[18] * 1000:.0f} ms", f"{len(times)} of {asked}", target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0, help="texts per second")
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    setting.start_django()
    from django.conf import settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from twilio.request_validator import RequestValidator  # noqa: PLC0415

    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox  # noqa: PLC0415
    from conversations.models import Message  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database() as name, setting.carrier_process(latency_ms=0) as carrier:
        os.environ["BENCH_DB"] = name
        business = factories.make_business("bench")
        business.reply_wait_seconds = 0
        business.save(update_fields=["reply_wait_seconds"])
        remote = carrier.add_account(numbers=["+12125550100"])
        account = factories.make_account(
            business, sender="+12125550100", account_sid=remote.account, segments_per_second=1000.0,
            credentials=f'{{"auth_token": "{remote.token}"}}',
        )  # fmt: skip
        count = int(asked.rate * asked.seconds)
        people = setting.make_people(business, count + IDLE)
        path, signer = reverse("twilio_inbound", args=[account.webhook_key]), RequestValidator(remote.token)

        def text(number: int) -> tuple[str, dict[str, str], str]:
            form = {"MessageSid": f"SM{number:032x}", "AccountSid": account.account_sid, "To": account.sender,
                    "From": setting.fictional_phone(number), "Body": WORDS[number % len(WORDS)],
                    "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received"}  # fmt: skip
            return path, form, signer.compute_signature(settings.PUBLIC_URL.rstrip("/") + path, form)

        def submit(person: Any) -> float:
            began = datetime.now(UTC)
            pk = outbox.submit(
                SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                              purpose=Purpose.HELP_ANSWER, author="system", body="Call us, or reply STOP to stop.",
                              reason_key=f"idle:{person.pk}", idempotency_key=f"idle:{person.pk}"),
                now=began,
            ).message_id  # fmt: skip
            assert pk is not None, "a help answer is always stored"
            for _ in range(int(PATIENCE / 0.01)):
                sent: datetime | None = (
                    Message.objects.for_business(business).values_list("sent_at", flat=True).get(pk=pk)
                )
                if sent:
                    return (sent - began).total_seconds()
                time.sleep(0.01)
            raise SystemExit("A message did not leave.")

        port = setting.free_port()
        with web(port), worker(carrier.base_url):
            idle = [submit(person) for person in people[count:]]
            left = asyncio.run(talk(f"http://127.0.0.1:{port}", [text(n) for n in range(count)], every=1 / asked.rate))
            ends = time.monotonic() + PATIENCE
            answers = Message.objects.for_business(business).filter(purpose="reply", sent_at__isnull=False)
            while answers.count() < count and time.monotonic() < ends:
                time.sleep(0.2)
        rows = answers.values_list("answers__provider_id", "sent_at")
        found = {provider_id: sent for provider_id, sent in rows if sent is not None}
        times = [
            (found[f"SM{number:032x}"] - moment).total_seconds()
            for number, moment in enumerate(left)
            if f"SM{number:032x}" in found
        ]
        setting.print_table(
            "Latency through webhook, worker and carrier",
            ("", "p50", "p95", "arrived", "target"),
            [
                describe("submit to provider, idle", idle, IDLE, "p95 < 500 ms"),
                describe(f"text to answer, {asked.rate:g} a second", times, count, "p95 < 2 s"),
            ],
        )


if __name__ == "__main__":
    main()
