"""Two sealers and one writer on one business: clearances sealed per second."""

from __future__ import annotations

import argparse
import threading
import time
from datetime import UTC, datetime

from bench import setting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="how long (the target speaks of 600)")
    seconds = parser.parse_args().seconds
    setting.start_django()
    from django.db import connection  # noqa: PLC0415

    from contacts.eligibility import Purpose  # noqa: PLC0415
    from conversations import outbox, sealing  # noqa: PLC0415
    from conversations.models import Clearance, Seal, UnsealedClearance  # noqa: PLC0415
    from conversations.outbox import SubmitRequest  # noqa: PLC0415
    from conversations.verifying import verify_business  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database():
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100")
        people = setting.make_people(business, 500)
        ends = time.monotonic() + seconds
        sealed = [0, 0]
        errors: list[str] = []

        def write() -> None:
            number = 0
            while time.monotonic() < ends:
                number += 1
                outbox.submit_many(
                    [
                        SubmitRequest(business_id=business.pk, contact_id=person.pk, account_id=account.pk,
                                      purpose=Purpose.CAMPAIGN, author="campaign", body="Anything we can do?",
                                      reason_key=f"bench:{number}", idempotency_key=f"bench:{number}:{person.pk}")
                        for person in people
                    ],
                    now=setting.NOW,
                )  # fmt: skip
            connection.close()

        def seal(place: int) -> None:
            while time.monotonic() < ends or UnsealedClearance.objects.exists():
                try:
                    done = sealing.seal_business(business.pk, now=datetime.now(UTC))
                except Exception as error:
                    errors.append(type(error).__name__)
                    raise
                sealed[place] += done
                if not done:
                    time.sleep(0.05)
            connection.close()

        began = time.monotonic()
        threads = [threading.Thread(target=write), *(threading.Thread(target=seal, args=(n,)) for n in range(2))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = time.monotonic() - began
        began = time.monotonic()
        report = verify_business(business, now=setting.NOW)
        setting.print_table(
            f"Sealing for {seconds} s beside a writer, one business, two sealers",
            ("", "value", "target"),
            [
                ("sealed per second, with the writer on the same cores", f"{sum(sealed) / spent:.0f}", ">= 600"),
                ("clearances", Clearance.objects.for_business(business).count(), ""),
                ("seals", Seal.objects.for_business(business).count(), ""),
                ("errors and deadlocks", len(errors), "0"),
                ("chain whole", "yes" if report.is_whole else report.problems[0], "yes"),
                ("verified per second", f"{report.clearances / (time.monotonic() - began):.0f}", ">= 16,700"),
            ],
        )


if __name__ == "__main__":
    main()
