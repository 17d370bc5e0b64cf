"""Stopping a campaign and launching two, at the worst moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from conversations import outbox
from conversations.models import Message
from reactivation.campaigns import enrolling, services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Enrollment
from tests.cast import Cast
from tests.factories import NOW
from tests.reactivation.test_campaigns import LATER, launch, make_campaign


def in_thread(function: Callable[[], object]) -> object:
    try:
        return function()
    finally:
        connection.close()


def test_nothing_is_left_waiting_by_a_batch_that_a_stop_overtakes(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = launch(committed_cast)
    submitting, submit_many = threading.Event(), outbox.submit_many

    def slowly(*args: object, **options: object) -> object:
        answers = submit_many(*args, **options)  # type: ignore[arg-type]
        submitting.set()
        time.sleep(0.7)
        return answers

    monkeypatch.setattr(outbox, "submit_many", slowly)
    with ThreadPoolExecutor(1) as pool:
        batch = pool.submit(in_thread, lambda: advance(now=LATER))
        assert submitting.wait(10)
        services.stop(campaign, member=None, now=LATER)
        batch.result()
    assert not Message.objects.for_business(committed_cast.business).filter(status="queued").exists()


def test_two_launches_at_once_never_enroll_the_same_person_twice(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaigns = [make_campaign(committed_cast), make_campaign(committed_cast)]
    enroll = enrolling.enroll

    def slowly(*args: object, **options: object) -> int:
        count = enroll(*args, **options)  # type: ignore[arg-type]
        time.sleep(0.5)
        return count

    monkeypatch.setattr(services, "enroll", slowly)
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(in_thread, lambda row=row: services.launch(row, member=None, now=NOW))  # type: ignore[misc]
            for row in campaigns
        ]
        [job.result() for job in jobs]
    rows = Enrollment.objects.for_business(committed_cast.business).filter(contact=committed_cast.contact)
    assert rows.filter(state="active").count() == 1
