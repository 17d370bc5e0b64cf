"""/healthz tells a probe what is wrong, and nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from config import health, logs
from conversations.models import WorkerHeartbeat

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def beat(*, seconds_ago: dict[str, int]) -> None:
    """Let each part of the worker have shown life so long ago."""
    for part, seconds in seconds_ago.items():
        WorkerHeartbeat.objects.create(part=part, beat_at=NOW - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_a_healthy_instance_says_so() -> None:
    beat(seconds_ago={"supervisor": 2, "sending": 1, "queue": 3})
    answer = health.report(now=NOW)
    assert answer.status_code == 200
    assert json.loads(answer.content)["status"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["supervisor", "sending", "queue"])
def test_a_silent_part_of_the_worker_is_told(part: str) -> None:
    beat(seconds_ago={"supervisor": 2, "sending": 1, "queue": 3, part: 300})
    answer = health.report(now=NOW)
    assert answer.status_code == 503
    assert json.loads(answer.content)["worker"] is False


@pytest.mark.django_db
def test_a_worker_that_never_ran_is_told() -> None:
    assert json.loads(health.report(now=NOW).content)["worker"] is False


@pytest.mark.django_db
def test_a_missing_migration_is_told() -> None:
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()
    assert json.loads(health.report(now=NOW).content)["migrations"] is False


@pytest.mark.django_db
def test_a_probe_needs_no_host_name_and_fills_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "console")
    assert Client(headers={"host": "10.0.0.7"}).get("/healthz").status_code == 503
    assert capsys.readouterr().err == ""
