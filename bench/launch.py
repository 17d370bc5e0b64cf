"""Launching a campaign for 100,000: one statement, and the check of everybody in the background.

--people says for how many; --workers how many processes work on the check, as a cluster would.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from typing import Any

from bench import setting

TEXT = "Hi {{ first_name|there }}, it has been a while. Is there anything we can do for you?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    setting.start_django()
    from tests import factories  # noqa: PLC0415

    with setting.scratch_database() as name:
        business = factories.make_business("bench")
        account = factories.make_account(business, sender="+12125550100")
        make_crowd(business, options.people)
        enrolled = [measure_launch(business, account, options.people) for _ in range(setting.ROUNDS)]
        rates = [measure_check(business, account, name, options.workers) for _ in range(setting.ROUNDS)]
        middle = setting.ROUNDS // 2
        rows = [
            ("enrolled", f"{sorted(enrolled)[middle]:.2f} s", "< 5 s"),
            ("checked with reasons", f"{sorted(rates)[middle]:,.0f} people/s", ">= 5,000 people/s"),
        ]
        setting.print_table(f"A campaign for {options.people:,}, {options.workers} workers", ("", "", "target"), rows)


def make_crowd(business: Any, count: int) -> None:
    """Make people of whom every tenth has not agreed and every twentieth shares a phone with another."""
    from django.db import connection  # noqa: PLC0415

    for start in range(0, count, 20_000):
        setting.make_people(business, min(20_000, count - start))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contacts_contact SET first_name = 'Ann ' || id % 1500")
        cursor.execute(
            "UPDATE contacts_contactpoint SET address = '+1' || (2000000000 + id), "
            "address_hash = md5(id::text) || md5(id::text) WHERE id % 10 = 0"
        )
        cursor.execute("VACUUM ANALYZE")


def make_campaign(business: Any, account: Any) -> Any:
    from contacts.segments import Audience  # noqa: PLC0415
    from reactivation.campaigns import writing  # noqa: PLC0415
    from reactivation.campaigns.models import Campaign  # noqa: PLC0415

    campaign = writing.create_campaign(business, member=None, name="Bench", now=setting.NOW)
    audience = Audience(inactive_months=6)
    writing.set_audience(campaign, name="Bench", audience=audience, account=account)
    chosen = writing.Settings(exclude_recent_days=30, holdback_percent=5)
    writing.set_settings(campaign, chosen)
    writing.set_steps(campaign, steps=[writing.StepDraft(0, (TEXT,)), writing.StepDraft(72, ("Still here for you.",))])
    return Campaign.objects.for_business(business).get(pk=campaign.pk)


def measure_launch(business: Any, account: Any, people: int) -> float:
    """Return the seconds of one launch, commit included; the people are free again afterwards."""
    from reactivation.campaigns import services  # noqa: PLC0415

    campaign = make_campaign(business, account)
    began = time.perf_counter()
    services.launch(campaign, member=None, now=setting.NOW)
    taken = time.perf_counter() - began
    assert campaign.enrollments.count() == people
    campaign.refresh_from_db()
    services.stop(campaign, member=None, now=setting.NOW)
    return taken


def measure_check(business: Any, account: Any, database: str, workers: int) -> float:
    """Return people a second from the request to the last part."""
    from django.db import connections  # noqa: PLC0415

    from reactivation.campaigns import checking  # noqa: PLC0415

    campaign = make_campaign(business, account)
    check = checking.start_check(campaign, member=None, now=setting.NOW)
    began = time.perf_counter()
    connections.close_all()
    others = [multiprocessing.Process(target=work, args=(database,)) for _ in range(workers - 1)]
    for other in others:
        other.start()
    checking.run_checks(clock=lambda: setting.NOW, seconds=600)
    for other in others:
        other.join()
    taken = time.perf_counter() - began
    check.refresh_from_db()
    assert check.state == "done" and check.done == check.total, check.problem
    return check.total / taken


def work(database: str) -> None:
    from django.db import connections  # noqa: PLC0415

    from reactivation.campaigns import checking  # noqa: PLC0415

    connections["default"].settings_dict["NAME"] = database
    ends = time.monotonic() + 120
    while checking.has_work() and time.monotonic() < ends:
        if not checking.run_checks(clock=lambda: setting.NOW, seconds=600):
            time.sleep(0.05)
    connections.close_all()


if __name__ == "__main__":
    main()
