"""Charts drawn on the server: geometry in SVG, words in HTML, and under every chart its data table."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Room of the drawing in its own units; preserveAspectRatio="none" stretches it to the frame.
WIDTH, HEIGHT = 100.0, 100.0


class Row(NamedTuple):
    """One value of a chart: name, number, tone, the words shown instead of the bare number, and what they lead to."""

    label: str
    value: float
    tone: str = ""
    text: str = ""
    href: str = ""

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return self.text or f"{self.value:,.10g}"


def read_rows(rows: Iterable[Mapping[str, Any] | Sequence[Any]]) -> list[Row]:
    """Rows from dicts (label, value, tone, text, href) or sequences in that order; a missing value counts as 0."""
    read = []
    for row in rows:
        parts = dict(row) if isinstance(row, Mapping) else dict(zip(Row._fields, row, strict=False))
        value = float(parts.get("value") or 0)
        words = (str(parts.get(name) or "") for name in ("tone", "text", "href"))
        read.append(Row(str(parts["label"]), value, *words))
    return read


def share(value: float, of: float) -> float:
    """`value` as per cent of `of`, within 0 and 100; something is never drawn as nothing (at least 1)."""
    if value <= 0 or of <= 0:
        return 0.0
    return round(min(100.0, max(1.0, 100 * value / of)), 2)


def round_up(value: float) -> float:
    """The next number that reads well as the top of a scale: 1, 2, 4, 6 or 8 times a power of ten; at least 1."""
    step = 1.0
    while True:
        for factor in (1, 2, 4, 6, 8):
            if value <= step * factor:
                return step * factor
        step *= 10


def draw_bar(value: float, *, of: float, tone: str = "", fade: float = 1.0) -> SafeString:
    """One horizontal bar on its track, hidden from screen readers: the words stand beside it."""
    name = f" chart__fill--{tone}" if tone else ""
    return format_html(
        '<svg class="chart__track" aria-hidden="true" focusable="false">'
        '<rect class="chart__fill{}" width="{}%" height="100%" rx="4" fill-opacity="{}"/></svg>',
        name,
        share(value, of),
        round(fade, 2),
    )


def draw_points(values: Sequence[float], *, top: float) -> str:
    """Coordinates of a line through `values`, from left to right, `top` being the upper edge."""
    if len(values) == 1:
        values = [values[0], values[0]]
    gap = WIDTH / max(1, len(values) - 1)
    return " ".join(f"{i * gap:.2f},{HEIGHT - HEIGHT * max(0.0, v) / top:.2f}" for i, v in enumerate(values))


def draw_line(values: Sequence[float], *, top: float, name: str = "") -> SafeString:
    """A line through `values`; its stroke keeps its width however the drawing is stretched."""
    css = f"chart__line chart__line--{name}" if name else "chart__line"
    points = draw_points(values, top=top)
    return format_html('<polyline class="{}" vector-effect="non-scaling-stroke" points="{}"/>', css, points)


def draw_grid() -> SafeString:
    """Three quiet lines behind a plot: top, middle, none at the foot, which is the axis."""
    line = '<line class="chart__grid" vector-effect="non-scaling-stroke" x1="0" x2="100" y1="{}" y2="{}"/>'
    return format_html_join("", line, [(y, y) for y in (0, 50)])


def draw_columns(rows: Sequence[Row], *, top: float) -> SafeString:
    """One column per row, side by side."""
    room = WIDTH / max(1, len(rows))
    drawn = []
    for i, row in enumerate(rows):
        height = share(row.value, top)
        name = f" chart__fill--{row.tone}" if row.tone else ""
        drawn.append((name, round(i * room + room * 0.15, 2), round(HEIGHT - height, 2), round(room * 0.7, 2), height))
    return format_html_join("", '<rect class="chart__fill{}" x="{}" y="{}" width="{}" height="{}"/>', drawn)


def summarise_rows(rows: Sequence[Row]) -> str:
    """One sentence for people who do not see the drawing."""
    if not rows:
        return "There is nothing to show yet."
    highest, lowest = max(rows, key=lambda row: row.value), min(rows, key=lambda row: row.value)
    return f"Highest: {highest.label}, {highest.shown}. Lowest: {lowest.label}, {lowest.shown}."


def _frame(template_name: str, title: str, rows: list[Row], **parts: Any) -> str:
    shares = parts.pop("shares", None)
    table = list(zip(rows, shares or [""] * len(rows), strict=True))
    context = {"title": title, "rows": table, "has_shares": bool(shares), "summary": summarise_rows(rows), **parts}
    return render_to_string(f"components/{template_name}", context)


def _pick_axis(rows: Sequence[Row]) -> list[str]:
    if len(rows) <= 3:
        return [row.label for row in rows]
    return [rows[0].label, rows[len(rows) // 2].label, rows[-1].label]


def _scale(rows: Sequence[Row]) -> tuple[float, list[str]]:
    top = round_up(max((row.value for row in rows), default=0))
    return top, [f"{top:,.10g}", f"{top / 2:,.10g}", "0"]


@register.simple_tag
def bar_chart(title: str, rows: Iterable[Any], note: str = "") -> str:
    """Horizontal bars, each with its name and figure: what people said, where leads came from."""
    read = read_rows(rows)
    most = max((row.value for row in read), default=0)
    bars = [(row, draw_bar(row.value, of=most, tone=row.tone)) for row in read]
    return _frame("chart_bars.html", title, read, bars=bars, note=note)


@register.simple_tag
def funnel_chart(title: str, rows: Iterable[Any], note: str = "") -> str:
    """Bars against the first row, stronger as they narrow, each with its share of the step before."""
    read = read_rows(rows)
    first = read[0].value if read else 0
    steps = max(1, len(read) - 1)
    bars = [(row, draw_bar(row.value, of=first, fade=0.45 + 0.55 * i / steps)) for i, row in enumerate(read)]
    shares = ["", *(_say_share(row, before) for before, row in pairwise(read))] if read else []
    return _frame("chart_bars.html", title, read, bars=bars, note=note, shares=shares)


def _say_share(row: Row, before: Row) -> str:
    return f"{100 * row.value / before.value:.0f} %" if before.value else "–"


@register.simple_tag
def column_chart(title: str, rows: Iterable[Any], note: str = "") -> str:
    """Columns over time: replies per day."""
    read = read_rows(rows)
    top, scale = _scale(read)
    parts = {"drawing": draw_columns(read, top=top), "grid": draw_grid(), "scale": scale, "axis": _pick_axis(read)}
    return _frame("chart_plot.html", title, read, note=note, **parts)


@register.simple_tag
def line_chart(
    title: str,
    rows: Iterable[Any],
    compare: Iterable[Any] | None = None,
    label: str = "This time",
    compare_label: str = "Before",
) -> str:
    """A line over time, with a dashed one of the time before to compare."""
    read, other = read_rows(rows), read_rows(compare or [])
    top, scale = _scale([*read, *other])
    lines = [draw_line([row.value for row in other], top=top, name="compare")] if other else []
    lines += [draw_line([row.value for row in read], top=top)] if read else []
    drawing = format_html_join("", "{}", [(line,) for line in lines])
    legend = [(label, ""), (compare_label, "compare")] if other else []
    parts = {"drawing": drawing, "grid": draw_grid(), "scale": scale, "axis": _pick_axis(read), "legend": legend}
    return _frame("chart_plot.html", title, read, **parts)


class Range(NamedTuple):
    """One share with what is known of it: name, from, the share itself, to (0 to 1 each), and of how many in words."""

    label: str
    low: float
    value: float
    high: float
    text: str = ""


def draw_range(row: Range, *, top: float) -> SafeString:
    """One share as a dot within its interval, on a track that ends at `top`; the words stand beside it."""
    low, middle, high = (round(100 * min(1.0, max(0.0, part / top)), 2) for part in (row.low, row.value, row.high))
    return format_html(
        '<svg class="chart__track chart__track--range" aria-hidden="true" focusable="false">'
        '<rect class="chart__range" x="{}%" width="{}%" y="36%" height="28%" rx="3"/>'
        '<circle class="chart__dot" cx="{}%" cy="50%" r="5"/></svg>',
        low, max(0.5, round(high - low, 2)), middle,
    )  # fmt: skip


def say_percent(part: float) -> str:
    """A share as people read it: one decimal below ten per cent, none above, and none for nothing."""
    if part == 0:
        return "0 %"
    return f"{100 * part:.1f} %" if part < 0.0995 else f"{100 * part:.0f} %"


@register.simple_tag
def range_chart(title: str, rows: Iterable[Sequence[Any]], note: str = "") -> str:
    """Shares with their intervals on one scale: which text did better, and how sure that is."""
    read = [Range(*row) for row in rows]
    top = max([0.01, *(row.high for row in read)])
    drawn = [(row, draw_range(row, top=top)) for row in read]
    spans = [(row, say_percent(row.value), f"{say_percent(row.low)} to {say_percent(row.high)}") for row in read]
    context = {"title": title, "rows": drawn, "spans": spans, "note": note, "top": say_percent(top)}
    return render_to_string("components/chart_ranges.html", context)


@register.simple_tag
def sparkline(values: Sequence[float], label: str) -> SafeString:
    """A line the size of a word. `label` says what it shows, the last value with it."""
    numbers = [float(value) for value in values]
    if not numbers:
        return SafeString("")
    line = draw_line(numbers, top=max(1.0, *numbers))
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 100 100" preserveAspectRatio="none">{}</svg>',
        label,
        line,
    )
