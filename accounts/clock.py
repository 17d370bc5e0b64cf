"""The one way in which a time of day is written for people: "6:50 pm"."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

# What stands before the hours, by the place it is for; "" is the time alone. Letters as in Django's `date`.
STYLES = {
    "": "g:i",
    "short": "D g:i",
    "weekday": "l, g:i",
    "coming": "l j F, g:i",
    "note": "j M, g:i",
    "brief": "j M Y, g:i",
    "full": "j F Y, g:i",
    "hover": "D j M Y, g:i",
    "seconds": "j F Y, g:i:s",
}


def say_time(moment: datetime, style: str = "") -> str:
    """Return a moment in words, such as "6:50 pm" or "Tuesday, 6:50 pm", by its own clock.

    Raises KeyError for a style that is not in STYLES.
    """
    return f"{date_format(moment, STYLES[style])} {'am' if moment.hour < 12 else 'pm'}"


def say_local_time(moment: datetime, style: str = "") -> str:
    """Return an aware moment in words by the clock that pages show: the business's."""
    return say_time(timezone.localtime(moment), style)
