"""Cues."""

BASE = 0.0
SUSPECTED_FROM = 1.0
SURE_FROM = 2.0
WEIGHTS: dict[str, float] = {}
