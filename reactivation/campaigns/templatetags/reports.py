"""Shares and spans of time as a report says them."""

from __future__ import annotations

from datetime import timedelta

from django import template

from accounts.templatetags.charts import say_percent
from accounts.templatetags.rekindle import say_span
from reactivation.campaigns.reporting.intervals import Interval, Share

register = template.Library()


@register.filter
def percent(share: Share) -> str:
    """A share in per cent; a dash where it is a share of nobody."""
    return "–" if share.value is None else say_percent(share.value)


@register.filter
def between(share: Share) -> str:
    """Where the true share lies with 95 % confidence, in words; nothing where it is a share of nobody."""
    interval = share.interval
    return f"{say_percent(interval.low)} to {say_percent(interval.high)}" if interval else ""


@register.filter
def points(interval: Interval) -> str:
    """A difference of shares with its interval's ends, in percentage points with their signs."""
    return f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f} percentage points".replace("-", "−")


@register.filter
def span(length: timedelta | None) -> str:
    """How long, in words: 4 s, 37 min, 3 h; a dash for nothing."""
    if length is None:
        return "–"
    seconds = round(length.total_seconds())
    return f"{seconds} s" if seconds < 60 else say_span(timedelta(seconds=seconds))
