"""Checking the evidence of one business: seals, clearances and details, per second."""

from __future__ import annotations

import argparse
import time
from statistics import median

from bench import setting

PEOPLE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="clearances (the target speaks of 1,000,000)")
    rows = parser.parse_args().rows
    setting.start_django()
    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox, sealing  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from conversations.verifying import verify_business  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database():
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100")
        people = setting.make_people(business, PEOPLE)
        for number in range(rows // PEOPLE):
            outbox.submit_many(
                [
                    SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                                  purpose=Purpose.CAMPAIGN, author="campaign", body="Anything we can do?",
                                  reason_key=f"bench:{number}", idempotency_key=f"bench:{number}:{person.pk}")
                    for person in people
                ],
                now=setting.NOW,
            )  # fmt: skip
        while sealing.seal_business(business.pk, now=setting.NOW):
            pass
        spent, worked = [], []
        for _ in range(setting.ROUNDS):
            began, cpu = time.perf_counter(), time.process_time()
            report = verify_business(business, now=setting.NOW)
            spent.append(time.perf_counter() - began)
            worked.append(time.process_time() - cpu)
        setting.print_table(
            f"Verify {report.clearances:,} clearances in {report.seals} seals, medians of {setting.ROUNDS}",
            ("", "per second", "CPU each", "whole", "target"),
            [
                (
                    "Rekindle",
                    f"{report.clearances / median(spent):,.0f}",
                    f"{median(worked) / report.clearances * 1e6:.0f} µs",
                    "yes" if report.is_whole else report.problems[0],
                    ">= 16,700 (1,000,000 in 60 s)",
                )
            ],
        )


if __name__ == "__main__":
    main()
