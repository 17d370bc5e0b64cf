"""Cues."""

BASE = 0.0
SUSPECTED_FROM = 99.0
SURE_FROM = 99.0
WEIGHTS: dict[str, float] = {}
