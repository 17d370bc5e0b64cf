"""A report as members see it, its live part, and its CSVs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import events
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.reporting import export
from tests.cast import Cast
from tests.factories import NOW, make_conversation
from tests.pages import count_queries
from tests.reactivation.report_world import World, make_campaign, make_every_kind

LIST = "/b/harbor-plumbing/campaigns/"


def here(world: World) -> str:
    return f"{LIST}{world.campaign.pk}/"


def page_of(world: World, query: str = "", **headers: str) -> str:
    client = world.cast.client(world.cast.viewer)
    return client.get(f"{here(world)}{query}", headers=headers).content.decode()


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def add_answered(world: World, name: str) -> None:
    world.add(name)
    world.text(name)
    world.say(name, intent="positive", at=NOW + timedelta(hours=1))


def test_the_report_says_what_adds_up(cast: Cast) -> None:
    world = make_every_kind(cast)
    page = " ".join(page_of(world).split())
    assert f'<span class="number strong">{len(world.people)}</span> in the audience' in page
    assert "Too early to say" in page and "50 people" in page
    assert "complete for all" in page


def test_each_figure_leads_to_its_people(cast: Cast) -> None:
    world = make_every_kind(cast)
    page = page_of(world, "?show=late")
    assert "People: replied too late to count" in page
    assert ">Slow</a>" in page and ">Silent</a>" not in page


@pytest.mark.parametrize("query", ["?show=nonsense&state=x&variant=abc&hour=99999999999999999999", "?after=-1&step=²"])
def test_an_address_that_means_nothing_shows_everybody(cast: Cast, query: str) -> None:
    world = make_campaign(cast)
    world.add("Ada")
    assert ">Ada</a>" in page_of(world, query)


def test_the_reports_queries_do_not_grow(cast: Cast) -> None:
    world = make_campaign(cast)
    add_answered(world, "Ada")
    few = count_queries(cast.client(cast.viewer), here(world))
    for number in range(6):
        add_answered(world, f"P{number}")
        world.add(f"L{number}", state="left_out", reason="no_phone")
    assert count_queries(cast.client(cast.viewer), here(world)) <= few


def test_the_export_of_people_takes_the_same_queries_for_a_batch_of_one_and_of_many(cast: Cast) -> None:
    world = make_campaign(cast)
    add_answered(world, "Ada")
    client, address = cast.client(cast.manager), f"{here(world)}people.csv"
    first = [len(rows_of(client.get(address))), _queries_of(client, address)]
    for number in range(5):
        add_answered(world, f"P{number}")
    assert [len(rows_of(client.get(address))) - 5, _queries_of(client, address)] == first


def _queries_of(client: Any, address: str) -> int:

    with CaptureQueriesContext(connection) as queries:
        rows_of(client.get(address))
    return len(queries)


def test_htmx_gets_the_figures_alone_and_asks_again_while_it_runs(cast: Cast) -> None:
    world = make_campaign(cast)
    add_answered(world, "Ada")
    page = page_of(world, **{"HX-Request": "true"})
    assert "<html" not in page and 'id="people"' not in page
    assert 'hx-trigger="every 2s"' in page


def test_a_finished_campaign_asks_no_more(cast: Cast) -> None:
    world = make_campaign(cast, state="finished")
    assert "hx-trigger" not in page_of(world, **{"HX-Request": "true"})


def test_every_chart_has_its_table_and_its_words(cast: Cast) -> None:
    page = page_of(make_every_kind(cast))
    assert page.count("Show as table") == page.count('<figure class="chart">') >= 5
    assert 'role="img" aria-label="Replies over time.' in page


def test_an_empty_campaign_still_reads(cast: Cast) -> None:
    page = page_of(make_campaign(cast))
    assert "No replies yet." in page and "Nobody here." in page


def test_a_campaign_that_left_everybody_out_says_why(cast: Cast) -> None:
    world = make_campaign(cast, state="finished")
    world.add("Nora", state="left_out", reason="no_phone")
    assert "No phone number is known." in page_of(world)


def test_what_was_held_back_waits_for_a_result(cast: Cast) -> None:
    world = make_campaign(cast)
    world.add("Held", state="held_back")
    assert "there is nothing to compare" in page_of(world)
    Campaign.objects.for_business(cast.business).update(goal="reply")
    add_answered(world, "Ada")
    assert "with 95 % confidence" in page_of(world)


def test_the_export_holds_everybody_with_steps_and_answers(cast: Cast) -> None:
    world = make_every_kind(cast)
    head, *rows = rows_of(cast.client(cast.manager).get(f"{here(world)}people.csv"))
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert len(rows) == len(world.people)
    assert by_name["Second"]["Text 1: variant"] == "B"
    assert by_name["Second"]["What they said"] == "Wants to book"
    assert by_name["Second"]["Text 2: left"] == "2026-11-27 11:00"
    assert by_name["Left"]["State"] == "Left out"


def test_the_export_of_a_figure_holds_its_people_only(cast: Cast) -> None:
    world = make_every_kind(cast)
    rows = rows_of(cast.client(cast.manager).get(f"{here(world)}people.csv?show=opted_out"))
    assert [row[0] for row in rows[1:]] == ["Opt Out"]


def test_the_export_goes_on_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    world = make_campaign(cast)
    for number in range(5):
        world.add(f"P{number}")
    rows = rows_of(cast.client(cast.manager).get(f"{here(world)}people.csv"))
    assert [row[0] for row in rows[1:]] == [f"P{number}" for number in range(5)]


def test_no_cell_of_the_exports_is_a_formula(cast: Cast) -> None:
    world = make_campaign(cast)
    world.add('=HYPERLINK("https://x.example")')
    client = cast.client(cast.manager)
    cells = [
        cell
        for name in ("people", "figures")
        for row in rows_of(client.get(f"{here(world)}{name}.csv"))
        for cell in row
    ]
    assert '\'=HYPERLINK("https://x.example")' in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_the_figures_as_csv_are_those_of_the_report(cast: Cast) -> None:
    world = make_every_kind(cast)
    report = world.report()
    rows = rows_of(cast.client(cast.viewer).get(f"{here(world)}figures.csv"))
    found = {(row[0], row[1]): row[2:] for row in rows}
    assert found["People", "Reached"] == [str(report.reached)]
    assert found["Rate", "Response rate"][:2] == [str(report.replied), str(report.reached)]
    assert found["Rate", "Booked rate"] == ["not yet"]


def test_numbers_of_people_are_for_those_who_may_manage_contacts(cast: Cast) -> None:
    world = make_campaign(cast)
    assert cast.client(cast.viewer).get(f"{here(world)}people.csv").status_code == 403
    assert "Export these people" not in page_of(world)


def test_what_a_worker_hears_is_counted(cast: Cast) -> None:
    world = make_campaign(cast)
    world.add("Ada")
    message = world.text("Ada", status="queued")
    rows = type(message).objects.for_business(cast.business).filter(pk=message.pk)
    rows.update(status="sent", handed_over_at=NOW)
    world.tell(events.MessagesHandedOver, message, at=NOW)
    assert (world.report().written_to, world.report().reached) == (1, 1)
    world.fail(message, at=NOW + timedelta(hours=1))
    assert (world.report().written_to, world.report().reached) == (1, 0)


def test_a_person_with_a_thread_opens_it(cast: Cast) -> None:
    world = make_campaign(cast)
    talk = make_conversation(world.add("Ada").contact)
    world.text("Ada")
    assert f"/conversations/{talk.pk}/" in page_of(world)
