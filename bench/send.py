"""Queued to sent at 50 ms latency, cleared again, attempt and status written; against a bare asyncio loop."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from bench import setting

COUNT = 1000
AT_ONCE = 64
_rounds = itertools.count(1)


async def _bare(url: str, account: Any) -> None:
    import aiohttp  # noqa: PLC0415

    gate = asyncio.Semaphore(AT_ONCE)
    form = {"To": "+12125550111", "From": account.numbers[0], "Body": "Anything we can do?", "ValidityPeriod": "3600"}
    headers = {"Authorization": aiohttp.encode_basic_auth(account.account, account.token)}
    address = f"{url}/2010-04-01/Accounts/{account.account}/Messages.json"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def one() -> None:
            async with gate, session.post(address, data=form, headers=headers) as answer:
                await answer.read()

        await asyncio.gather(*(one() for _ in range(COUNT)))


def main() -> None:
    setting.start_django()
    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox  # noqa: PLC0415
    from conversations.models import ChannelAccount, Message  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database(), setting.carrier_process() as carrier:
        business = factories.make_business("bench")
        remote = carrier.add_account(numbers=["+12125550100"])
        factories.make_account(
            business, sender="+12125550100", account_sid=remote.account, segments_per_second=100_000.0,
            credentials=f'{{"auth_token": "{remote.token}"}}',
        )  # fmt: skip
        account = ChannelAccount.objects.for_business(business).get()

        def queue() -> None:
            number = next(_rounds)
            people = setting.make_people(business, COUNT)
            outbox.submit_many(
                [
                    SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                                  purpose=Purpose.CAMPAIGN, author="campaign", body="Anything we can do for you?",
                                  reason_key=f"bench:{number}", idempotency_key=f"bench:{number}:{person.pk}")
                    for person in people
                ],
                now=setting.NOW,
            )  # fmt: skip

        def rekindle() -> float:
            queue()
            began = time.perf_counter()
            counts = outbox.deliver_due(clock=lambda: setting.NOW, worker="bench")
            spent = time.perf_counter() - began
            if counts.sent != COUNT:
                states = Message.objects.for_business(business).values_list("status", "status_sentence").distinct()
                raise SystemExit(f"{COUNT} were queued, {counts.sent} were sent: {counts} {list(states)[:5]}")
            return COUNT / spent

        def bare() -> float:
            began = time.perf_counter()
            asyncio.run(_bare(carrier.base_url, remote))
            return COUNT / (time.perf_counter() - began)

        ours, limit = setting.alternate(setting.ROUNDS, rekindle, bare)
        ids = list(Message.objects.for_business(business).filter(direction="out").values_list("provider_id", flat=True))
        setting.print_table(
            f"Send, {COUNT} messages at 50 ms latency, medians of {setting.ROUNDS}",
            ("", "messages/s", "ratio", "target"),
            [
                ("bare asyncio, 64 at once", f"{limit:.0f}", "1.00", ""),
                ("Rekindle, queued to sent", f"{ours:.0f}", f"{ours / limit:.2f}", ">= 0.35"),
                ("sent twice or lost", len(ids) - len(set(ids)) + ids.count(""), "", "0"),
            ],
        )


if __name__ == "__main__":
    main()
