"""The proof: every decision is sealed, and a change of any of it is found."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.eligibility import Purpose
from conversations import outbox
from conversations.models import Clearance, ClearanceDetail, Seal, UnsealedClearance
from conversations.outbox import SubmitRequest
from conversations.sealing import seal_all, seal_business
from conversations.verifying import Report, verify_business
from tests.cast import Cast
from tests.factories import NOW


@pytest.fixture(autouse=True)
def seals_dir(settings: Any, tmp_path: Path) -> Path:
    settings.SEALS_DIR = tmp_path
    return tmp_path


def submit(cast: Cast, number: int = 1) -> None:
    outbox.submit(
        SubmitRequest(
            business_id=cast.business.pk, contact_id=cast.contact.pk, purpose=Purpose.CAMPAIGN, author="campaign",
            body="Anything we can do for you?", reason_key=f"campaign:{number}", idempotency_key=f"test:{number}",
        ),
        now=NOW,
    )  # fmt: skip


def verify(cast: Cast, **options: Any) -> Report:
    return verify_business(cast.business, now=NOW, **options)


def forge(sql: str) -> None:
    """Do what only somebody with the owner's rights could: rewrite an append-only row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE conversations_clearance DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE conversations_seal DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE conversations_clearance ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE conversations_seal ENABLE TRIGGER USER")


def test_a_hundred_clearances_are_checked_by_as_many_queries_as_two(cast: Cast) -> None:
    counts = []
    for numbers in (range(2), range(2, 100)):
        for number in numbers:
            submit(cast, number)
        seal_business(cast.business.pk, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert verify(cast).is_whole
        counts.append(len(queries))
    # The second seal's own clearances, by one query.
    assert counts[1] == counts[0] + 1


def test_sealing_takes_everything_that_waits_and_the_chain_is_whole(cast: Cast) -> None:
    submit(cast, 1)
    seal_business(cast.business.pk, now=NOW)
    submit(cast, 2)
    assert seal_all(now=NOW) == 1
    assert not UnsealedClearance.objects.exists()
    report = verify(cast)
    assert (report.is_whole, report.seals, report.clearances) == (True, 2, 2)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE conversations_clearance SET verdict = 'allow', purpose = 'reply'", "has been changed"),
        ("UPDATE conversations_seal SET count = count + 1", "has been changed"),
        ("UPDATE conversations_clearancedetail SET details = '{}'", "details of clearance"),
        ("DELETE FROM conversations_clearancedetail", "are gone without a word"),
        ("DELETE FROM conversations_seal WHERE number = 1", "Seal 1 is missing"),
    ],
)
def test_a_forged_row_is_found(cast: Cast, sql: str, sentence: str) -> None:
    submit(cast, 1)
    seal_all(now=NOW)
    submit(cast, 2)
    seal_all(now=NOW)
    forge(sql)
    assert any(sentence in problem for problem in verify(cast).problems)


@pytest.mark.parametrize("table", ["conversations_clearance", "conversations_seal", "contacts_consentrecord"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_rewrite_evidence(cast: Cast, table: str, statement: str) -> None:
    submit(cast)
    seal_all(now=NOW)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement.format(table))


def test_a_chain_cut_at_its_end_is_found_with_a_seal_kept_elsewhere(cast: Cast, seals_dir: Path) -> None:
    submit(cast)
    seal_all(now=NOW)
    kept = (seals_dir / f"{cast.business.pk}.seal").read_text().split(":")
    forge("DELETE FROM conversations_seal; DELETE FROM conversations_clearancedetail; SET CONSTRAINTS ALL IMMEDIATE")
    forge("DELETE FROM conversations_clearance")
    report = verify(cast, known=(int(kept[1]), kept[2].strip()))
    assert any("has been cut" in problem for problem in report.problems)


def test_an_erased_detail_leaves_the_proof_whole(cast: Cast) -> None:
    submit(cast)
    seal_all(now=NOW)
    ClearanceDetail.objects.for_business(cast.business).update(
        details={}, salt="", erased_at=NOW, erased_by="owner", erased_why="asked by the contact"
    )
    report = verify(cast)
    assert (report.is_whole, report.erased) == (True, 1)


def test_one_that_waits_too_long_is_late(cast: Cast) -> None:
    submit(cast)
    report = verify_business(cast.business, now=NOW + timedelta(minutes=5))
    assert report.late == 1


def test_one_that_neither_waits_nor_is_sealed_is_found(cast: Cast) -> None:
    submit(cast)
    UnsealedClearance.objects.all().delete()
    assert any("in no seal" in problem for problem in verify(cast).problems)


def test_the_command_says_whole_or_fails(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    submit(cast)
    seal_all(now=NOW)
    call_command("verify_evidence", business=cast.business.slug)
    assert "1 seals over 1 clearances" in capsys.readouterr().out
    forge("UPDATE conversations_seal SET count = 7")
    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_evidence")


def test_two_sealers_at_once_make_one_chain(committed_cast: Cast) -> None:
    for number in range(20):
        submit(committed_cast, number)

    def seal() -> None:
        seal_business(committed_cast.business.pk, now=NOW)
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()
    assert verify(committed_cast).is_whole
    sealed = [pk for seal in Seal.objects.for_business(committed_cast.business) for pk in seal.clearance_ids]
    assert sorted(sealed) == sorted(
        Clearance.objects.for_business(committed_cast.business).values_list("pk", flat=True)
    )
