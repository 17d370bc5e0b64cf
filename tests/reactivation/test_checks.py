"""The check of everybody in the background: its figures, its lists, its progress, and a worker that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reactivation.campaigns import checking, services
from reactivation.campaigns.checking import run_checks, start_check
from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.models import Campaign, CampaignCheck, CheckFinding, CheckPart
from reactivation.campaigns.quick_check import check_campaign
from reactivation.campaigns.writing import CampaignProblem, StepDraft, set_steps
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.reactivation.test_engine import crowd, draft


def run(campaign: Campaign, cast: Cast) -> CampaignCheck:
    check = start_check(campaign, member=cast.owner, now=NOW)
    run_checks(clock=lambda: NOW)
    check.refresh_from_db()
    return check


def test_everybody_is_counted_once_and_everybody_left_out_is_listed(cast: Cast) -> None:
    crowd(cast, 6)
    make_contact(cast.business, first_name="Nora", consent=False)
    make_contact(cast.business, first_name="Luis", phone="+12125550110")
    check = run(draft(cast), cast)
    counts = check.counts
    assert (check.state, check.done, check.total) == ("done", 9, 9)
    assert counts["left_out"] == {"no_consent": 1, "shared_phone": 1}
    assert counts["allowed"] + sum(counts["left_out"].values()) == 9
    assert CheckFinding.objects.for_business(cast.business).count() == 2
    assert not CheckPart.objects.for_business(cast.business).exists()


def test_the_background_agrees_with_the_first_look(cast: Cast) -> None:
    crowd(cast, 12)
    make_contact(cast.business, first_name="Nora", consent=False)
    campaign = draft(cast, holdback_percent=30)
    check, quick = run(campaign, cast), check_campaign(campaign, now=NOW)
    assert (check.counts["allowed"], check.counts["segments"]) == (quick.sendable, quick.segments)
    assert check.counts["held_back"] == quick.held_back
    assert check.counts["left_out"] == {row.reason: row.count for row in quick.left_out}


def test_a_finding_says_in_a_sentence_why(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    run(draft(cast), cast)
    finding = CheckFinding.objects.for_business(cast.business).get()
    assert finding.findings[0][0] == "consent" and finding.findings[0][3].endswith(".")


def test_progress_is_kept_part_by_part(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PART", 3)
    crowd(cast, 6)
    check = start_check(draft(cast), member=cast.owner, now=NOW)
    assert checking._prepare_next(now=NOW)
    checking._work_part(now=NOW)
    check.refresh_from_db()
    assert (check.state, check.done, check.total) == ("running", 3, 7)
    run_checks(clock=lambda: NOW)
    check.refresh_from_db()
    assert (check.state, check.done, check.counts["allowed"]) == ("done", 7, 7)


def test_a_check_of_a_changed_draft_is_out_of_date(cast: Cast) -> None:
    campaign = draft(cast)
    check = run(campaign, cast)
    assert check.draft_hash == draft_hash(campaign)
    set_steps(campaign, steps=[StepDraft(0, ("Something else.",))])
    assert check.draft_hash != draft_hash(campaign)


def test_a_newer_check_takes_the_place_of_an_unfinished_one(cast: Cast) -> None:
    campaign = draft(cast)
    old = start_check(campaign, member=cast.owner, now=NOW)
    checking._prepare_next(now=NOW)
    new = run(campaign, cast)
    old.refresh_from_db()
    assert (old.state, old.problem, new.state) == ("failed", checking.SUPERSEDED, "done")


def test_a_fault_of_ours_ends_the_check_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checking, "look_at", fail)
    check = run(draft(cast), cast)
    assert (check.state, check.problem) == ("failed", checking.OUR_FAULT)


def test_a_launched_campaign_is_not_checked(cast: Cast) -> None:
    campaign = services.launch(draft(cast), member=cast.owner, now=NOW)
    with pytest.raises(CampaignProblem, match="launched"):
        start_check(campaign, member=cast.owner, now=NOW)


def count_queries(campaign: Campaign, cast: Cast) -> int:
    start_check(campaign, member=cast.owner, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        run_checks(clock=lambda: NOW)
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast) -> None:
    campaign = draft(cast)
    crowd(cast, 12)
    few = count_queries(campaign, cast)
    for _ in range(40):
        make_contact(cast.business)
    assert count_queries(campaign, cast) == few


SCRIPT = """
import os, sys, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from datetime import datetime
from reactivation.campaigns import checking
from reactivation.campaigns.checking import look_at
def linger(*args):
    counts = look_at(*args)
    print("looked", flush=True)
    import time; time.sleep(60)
    return counts
checking.look_at = linger
now = datetime.fromisoformat(sys.argv[2])
checking.run_checks(clock=lambda: now)
"""


def test_a_worker_killed_in_the_middle_of_a_part_loses_and_repeats_nothing(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PART", 3)
    crowd(committed_cast, 6)
    make_contact(committed_cast.business, first_name="Nora", consent=False)
    check = start_check(draft(committed_cast), member=None, now=NOW)
    checking._prepare_next(now=NOW)
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", SCRIPT, name, NOW.isoformat()]
    root = Path(settings.BASE_DIR)
    with subprocess.Popen(command, cwd=root, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert "looked" in worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    deadline = NOW + timedelta(minutes=1)
    for _ in range(50):
        run_checks(clock=lambda: deadline)
        check.refresh_from_db()
        if check.state == "done":
            break
        time.sleep(0.1)
    assert (check.done, check.counts["allowed"], check.counts["left_out"]) == (8, 7, {"no_consent": 1})
    assert CheckFinding.objects.for_business(committed_cast.business).count() == 1
