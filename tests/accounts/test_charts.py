"""Charts: the geometry, the words for people who do not see it, and the table under it."""

import pytest

from accounts.templatetags.charts import (
    bar_chart,
    column_chart,
    draw_points,
    funnel_chart,
    line_chart,
    range_chart,
    read_rows,
    round_up,
    say_percent,
    share,
    sparkline,
    summarise_rows,
)


@pytest.mark.parametrize(
    ("value", "of", "drawn"), [(50, 200, 25), (0, 10, 0), (5, 0, 0), (1, 10_000, 1), (12, 10, 100)]
)
def test_a_bar_is_its_share_and_something_is_never_nothing(value: float, of: float, drawn: float) -> None:
    assert share(value, of) == drawn


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (3, 4), (51, 60), (99, 100), (1163, 2000)])
def test_a_scale_ends_at_a_number_that_reads_well(value: float, top: float) -> None:
    assert round_up(value) == top


def test_a_line_runs_from_edge_to_edge() -> None:
    assert draw_points([0, 5, 10], top=10) == "0.00,100.00 50.00,50.00 100.00,0.00"


def test_one_value_is_a_level_line() -> None:
    assert draw_points([5], top=10) == "0.00,50.00 100.00,50.00"


def test_rows_may_be_dicts_or_tuples() -> None:
    assert read_rows([{"label": "A", "value": 1}, ("B", 2, "good")])[1].tone == "good"


def test_the_summary_names_highest_and_lowest() -> None:
    assert summarise_rows(read_rows([("Mon", 3), ("Tue", 1200)])) == "Highest: Tue, 1,200. Lowest: Mon, 3."


def test_a_funnel_shows_each_step_as_share_of_the_one_before() -> None:
    assert "25 %" in funnel_chart("Way", [("Reached", 200), ("Replied", 50)])


def test_a_funnel_after_an_empty_step_shows_no_share() -> None:
    assert "–" in funnel_chart("Way", [("Reached", 0), ("Replied", 0)])


@pytest.mark.parametrize("draw", [bar_chart, funnel_chart, column_chart, line_chart])
def test_a_chart_without_values_says_so(draw: object) -> None:
    assert "There is nothing to show yet." in draw("Replies", [])  # type: ignore[operator]


@pytest.mark.parametrize("draw", [bar_chart, funnel_chart, column_chart, line_chart])
def test_every_chart_has_its_table(draw: object) -> None:
    shown = draw("Replies", [("Mon", 3), ("Tue", 4)])  # type: ignore[operator]
    assert "<details" in shown and '<th scope="row">Mon</th>' in shown


def test_a_label_is_escaped() -> None:
    assert "&lt;i&gt;" in bar_chart("Replies", [("<i>", 3)])


def test_a_line_to_compare_is_named_in_a_legend() -> None:
    assert "Last year" in line_chart("Replies", [("Mon", 3)], compare=[("Mon", 2)], compare_label="Last year")


def test_a_sparkline_is_read_out() -> None:
    assert 'aria-label="Replies, last 4"' in sparkline([1, 4], "Replies, last 4")


def test_a_bar_leads_to_what_it_counts() -> None:
    assert '<a class="chart__name" href="/x?a=1&amp;b=2">Mon</a>' in bar_chart(
        "Replies", [("Mon", 3, "", "3", "/x?a=1&b=2")]
    )


@pytest.mark.parametrize(
    ("part", "said"), [(0, "0 %"), (0.004, "0.4 %"), (0.0994, "9.9 %"), (0.0996, "10 %"), (0.415, "42 %"), (1, "100 %")]
)
def test_a_share_is_said_as_exactly_as_it_can_be_known(part: float, said: str) -> None:
    assert say_percent(part) == said


def test_shares_with_their_intervals_have_a_table_and_share_one_scale() -> None:
    shown = range_chart("Which text", [("Text A", 0.05, 0.1, 0.2, "10 %"), ("Text B", 0.1, 0.2, 0.4, "20 %")])
    assert '<td class="number">5.0 % to 20 %</td>' in shown and "<span>40 %</span>" in shown
    assert 'x="25.0%" width="75.0%"' in shown and 'cx="50.0%"' in shown


def test_no_shares_are_said_to_be_none() -> None:
    assert "There is nothing to show yet." in range_chart("Which text", [])
