"""Inbound texts and status callbacks against a view that checks the signature and inserts one row, in gunicorn."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from statistics import quantiles
from typing import Any

from bench import setting

CLIENTS = 16
REQUESTS = 1600
# Each STOP comes from an address of its own, where fifty messages wait: 64 to warm up, then so many in each round.
STOPS = 300
PEOPLE = 1000
_ids = itertools.count(1)
_stopped = itertools.count()


@contextlib.contextmanager
def web(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "bench.webhook_app:application", "--bind", f"127.0.0.1:{port}",
               "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket",
               "--log-level", "error", "--keep-alive", "30"]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ}, start_new_session=True)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


async def storm(url: str, requests: list[tuple[str, dict[str, str], str]]) -> tuple[float, list[float]]:
    """Send requests (path, form, signature) from so many clients at once; return requests per second and each time."""
    import aiohttp  # noqa: PLC0415

    times: list[float] = []
    waiting = iter(requests)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session:

        async def client() -> None:
            for path, form, signature in waiting:
                began = time.perf_counter()
                async with session.post(url + path, data=form, headers={"X-Twilio-Signature": signature}) as answer:
                    await answer.read()
                    if answer.status >= 300:
                        raise SystemExit(f"{path}: HTTP {answer.status}")
                times.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        return len(requests) / (time.perf_counter() - began), times


def main() -> None:
    setting.start_django()
    from django.conf import settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from twilio.request_validator import RequestValidator  # noqa: PLC0415

    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database() as name:
        os.environ["BENCH_DB"] = name
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100", segments_per_second=0.001)
        people = setting.make_people(business, PEOPLE)
        for number in range(50):
            outbox.submit_many(
                [
                    SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                                  purpose=Purpose.CAMPAIGN, author="campaign", body="Anything we can do?",
                                  reason_key=f"bench:{number}", idempotency_key=f"bench:{number}:{person.pk}")
                    for person in people
                ],
                now=setting.NOW,
            )  # fmt: skip
        port = setting.free_port()
        signer = RequestValidator("sandbox-token")
        public = settings.PUBLIC_URL.rstrip("/")

        def signed(path: str, form: dict[str, str]) -> tuple[str, dict[str, str], str]:
            return path, form, signer.compute_signature(public + path, form)

        def text(body: str, person: int | None = None) -> tuple[str, dict[str, str], str]:
            number = next(_ids)
            person = number if person is None else person
            form = {"MessageSid": f"SM{number:032x}", "AccountSid": account.account_sid, "To": account.sender,
                    "From": setting.fictional_phone(person % PEOPLE), "Body": body,
                    "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received"}  # fmt: skip
            return signed(reverse("twilio_inbound", args=[account.webhook_key]), form)

        def status() -> tuple[str, dict[str, str], str]:
            form = {"MessageSid": f"SM{next(_ids):032x}", "AccountSid": account.account_sid,
                    "MessageStatus": "delivered", "To": "+12125550111", "From": account.sender}  # fmt: skip
            return signed(reverse("twilio_status", args=[account.webhook_key, uuid.uuid4()]), form)

        def base() -> tuple[str, dict[str, str], str]:
            _, form, _ = text("Yes please")
            return signed(f"/bench/{account.webhook_key}", form)

        slow: dict[str, list[float]] = {}

        def measure(label: str, make: Any) -> Any:
            def run() -> float:
                count = STOPS if label == "STOP" else REQUESTS
                rate, times = asyncio.run(storm(f"http://127.0.0.1:{port}", [make() for _ in range(count)]))
                slow.setdefault(label, []).extend(times)
                return rate

            return run

        makers = {
            "one insert behind a signature": base,
            "inbound text": lambda: text("Yes please, when can you come?"),
            "STOP": lambda: text("STOP", next(_stopped)),
            "status callback": status,
        }
        with web(port):
            for make in makers.values():
                asyncio.run(storm(f"http://127.0.0.1:{port}", [make() for _ in range(64)]))
            found = setting.alternate(setting.ROUNDS, *(measure(label, make) for label, make in makers.items()))
        targets = ["", ">= 0.35, p99 < 250 ms", "p99 < 250 ms", ">= 0.80"]

        setting.print_table(
            f"Webhooks, {CLIENTS} clients, 50,000 queued (50 at each STOP's address), medians of {setting.ROUNDS}",
            ("", "per second", "ratio", "p99", "target"),
            [
                (
                    label,
                    f"{rate:.0f}",
                    f"{rate / found[0]:.2f}",
                    f"{quantiles(slow[label], n=100)[98] * 1000:.0f} ms",
                    target,
                )
                for label, rate, target in zip(makers, found, targets, strict=True)
            ],
        )


if __name__ == "__main__":
    main()
