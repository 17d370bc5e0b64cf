"""Submitting in batches: facts, lines, decision, message and Clearance."""

from __future__ import annotations

import time

from bench import setting

COUNT = 2000
BATCH = 500


def main() -> None:
    setting.start_django()
    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database():
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100")
        rates = []
        for number in range(setting.ROUNDS):
            people = setting.make_people(business, COUNT)
            requests = [
                SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                              purpose=Purpose.CAMPAIGN, author="campaign", body="Anything we can do for you?",
                              reason_key=f"bench:{number}", idempotency_key=f"bench:{number}:{person.pk}")
                for person in people
            ]  # fmt: skip
            began = time.perf_counter()
            for start in range(0, COUNT, BATCH):
                outbox.submit_many(requests[start : start + BATCH], now=setting.NOW)
            rates.append(COUNT / (time.perf_counter() - began))
        setting.print_table(
            f"Submit in batches of {BATCH}, with Clearance",
            ("", "messages/s", "target"),
            [("Rekindle", f"{sorted(rates)[len(rates) // 2]:.0f}", ">= 1,500")],
        )


if __name__ == "__main__":
    main()
