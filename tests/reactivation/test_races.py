"""Two things at once: import and launch, overlapping audiences, a pause while texts leave, a limit and two workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from contacts.models import Contact
from conversations import outbox
from conversations.models import Message
from reactivation.campaigns import advancing, services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Enrollment, StepMessage
from reactivation.campaigns.writing import CampaignProblem
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.reactivation.test_attack_campaigns import in_thread
from tests.reactivation.test_campaigns import LATER
from tests.reactivation.test_engine import crowd, draft, launch


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run jobs at once, each on its own connection; return their results or exceptions."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait(10)
        return in_thread(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        return [future.exception() or future.result() for future in futures]


def test_a_launch_during_an_import_takes_who_is_there_and_nobody_by_half(committed_cast: Cast) -> None:
    importing, launched = threading.Event(), threading.Event()

    def import_some() -> None:
        with transaction.atomic():
            for number in range(5):
                make_contact(committed_cast.business, phone=f"+12125550{150 + number}")
            Contact.objects.for_business(committed_cast.business).filter(first_name="Maria").update(city="Boston")
            importing.set()
            launched.wait(10)

    campaign = draft(committed_cast)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(in_thread, import_some)
        assert importing.wait(10)
        services.launch(campaign, member=None, now=NOW)
        launched.set()
        job.result()
    assert list(campaign.enrollments.values_list("contact_id", "state")) == [(committed_cast.contact.pk, "active")]
    assert Contact.objects.for_business(committed_cast.business).count() == 6


def test_two_launches_of_overlapping_audiences_write_to_everybody_once(committed_cast: Cast) -> None:
    crowd(committed_cast, 10)
    first, second = draft(committed_cast), draft(committed_cast)
    together(
        lambda: services.launch(first, member=None, now=NOW), lambda: services.launch(second, member=None, now=NOW)
    )
    rows = Enrollment.objects.for_business(committed_cast.business)
    assert rows.filter(state="active").values("contact").distinct().count() == 11
    assert rows.filter(state="active").count() == rows.filter(reason="in_another_campaign").count() == 11


def test_two_workers_together_keep_the_daily_limit(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advancing, "BATCH", 3)
    crowd(committed_cast, 20)
    launch(committed_cast, daily_limit=7)
    together(lambda: advance(now=LATER), lambda: advance(now=LATER))
    advance(now=LATER)
    assert StepMessage.objects.for_business(committed_cast.business).count() == 7


def test_nobody_gets_a_step_twice_however_many_workers_there_are(committed_cast: Cast) -> None:
    crowd(committed_cast, 20)
    launch(committed_cast)
    together(*[lambda: advance(now=LATER)] * 4)
    advance(now=LATER)
    rows = StepMessage.objects.for_business(committed_cast.business)
    assert (rows.count(), rows.values("enrollment").distinct().count()) == (21, 21)
    assert Message.objects.for_business(committed_cast.business).count() == 21


def test_a_pause_while_texts_leave_keeps_the_rest_and_repeats_none(line: Cast) -> None:
    people = crowd(line, 20)
    line.account.segments_per_second = 4.0
    line.account.save()
    campaign = launch(line)
    advance(now=LATER)
    outbox.deliver_due(clock=lambda: LATER, worker="one")
    together(
        lambda: services.pause(campaign, member=None, now=LATER + timedelta(seconds=5)),
        lambda: outbox.deliver_due(clock=lambda: LATER + timedelta(seconds=5), worker="two"),
    )
    sent = Message.objects.for_business(line.business).filter(handed_over_at__isnull=False).count()
    assert outbox.deliver_due(clock=lambda: LATER + timedelta(minutes=1), worker="one").sent == 0
    assert 0 < sent < len(people)
    services.resume(campaign, member=None, now=LATER + timedelta(minutes=2))
    for second in range(60):
        outbox.deliver_due(clock=lambda at=second: LATER + timedelta(minutes=2, seconds=at), worker="one")  # type: ignore[misc]
    rows = Message.objects.for_business(line.business).filter(purpose="campaign")
    assert (rows.filter(status="sent").count(), rows.count()) == (21, 21)


def test_of_two_who_resume_at_once_one_is_told(committed_cast: Cast) -> None:
    campaign = launch(committed_cast)
    services.pause(campaign, member=None, now=LATER)
    found = together(*[lambda: services.resume(campaign, member=None, now=LATER)] * 2)
    assert sum(isinstance(one, CampaignProblem) for one in found) == 1


def test_whoever_is_deleted_during_a_launch_does_not_break_it(committed_cast: Cast) -> None:
    extra = make_contact(committed_cast.business, consent=False)
    deleting, launching = threading.Event(), threading.Event()

    def delete() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM contacts_contactpoint WHERE contact_id = %s", [extra.pk])
            cursor.execute("DELETE FROM contacts_contact WHERE id = %s", [extra.pk])
            deleting.set()
            launching.wait(1)

    campaign = draft(committed_cast)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(in_thread, delete)
        assert deleting.wait(10)
        services.launch(campaign, member=None, now=NOW)
        launching.set()
        job.result()
    assert list(campaign.enrollments.values_list("contact_id", flat=True)) == [committed_cast.contact.pk]
