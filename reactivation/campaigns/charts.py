"""A report's figures as the rows of its charts, each leading to the people behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from accounts.templatetags.charts import say_percent
from accounts.templatetags.statuses import describe_status
from reactivation.campaigns.reporting.figures import Line, Report, StepFigures

# More days than this are drawn as weeks: columns stay wide enough to be seen.
MOST_DAYS = 31
Link = Callable[..., str]


def draw_report(report: Report, link: Link) -> dict[str, Any]:
    """Return the rows of every chart. link: makes the address of the people that a figure counts."""
    return {
        "funnel": _funnel(report, link),
        "intents": [
            (
                describe_status("intent", intent.code).label,
                intent.count,
                describe_status("intent", intent.code).tone,
                f"{intent.count:,}",
                link(show="replied", intent=intent.code),
            )
            for intent in report.intents
        ],
        "states": [
            (describe_status("enrollment", state.code).label.lower(), state.count, link(state=state.code))
            for state in report.states
        ],
        "days": _days(report),
        "hours": _shares([line for line in report.hours if line.texts], "hour", link),
        "weekdays": _shares([line for line in report.weekdays if line.texts], "weekday", link),
        "variants": [
            {"step": step, "title": f"{step.total.label}: interested, of those reached", "rows": _variants(step)}
            for step in report.steps
            if step.is_compared
        ],
    }


def _funnel(report: Report, link: Link) -> list[tuple[str, int, str, str, str]]:
    steps = [
        ("In the audience", report.audience, link()),
        ("Allowed", report.allowed, ""),
        ("A text left", report.written_to, link(show="written")),
        ("Reached", report.reached, link(show="reached")),
        ("Replied", report.replied, link(show="replied")),
        ("Interested", report.positive, link(show="positive")),
    ]
    if report.conversion is not None:
        steps.append(("Booked or won", report.conversion.part, link(show="converted")))
    return [(label, count, "", f"{count:,}", address) for label, count, address in steps]


def _days(report: Report) -> list[tuple[str, int]]:
    if len(report.days) <= MOST_DAYS:
        return [(f"{day.day} {day:%b}", count) for day, count in report.days]
    weeks: dict[str, int] = {}
    first = report.days[0][0]
    for day, count in report.days:
        start = report.days[(day - first).days // 7 * 7][0]
        name = f"Week of {start.day} {start:%b}"
        weeks[name] = weeks.get(name, 0) + count
    return list(weeks.items())


def _shares(lines: Sequence[Line], part: str, link: Link) -> list[tuple[str, float, str, str, str]]:
    """Return which share of those reached replied, by when the text left; the count beside it says how sure that is."""
    return [
        (
            line.label,
            100 * (line.response.value or 0),
            "",
            f"{say_percent(line.response.value or 0)} of {line.reached:,}",
            link(show="replied", **{part: line.key}),
        )
        for line in lines
    ]


def _variants(step: StepFigures) -> list[tuple[str, float, float, float, str]]:
    rows = []
    for line in step.variants:
        value, interval = line.interest.value, line.interest.interval
        if value is not None and interval is not None:
            rows.append((f"Text {line.label}", interval.low, value, interval.high, say_percent(value)))
    return rows
