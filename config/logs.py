"""Logging: placeholder."""


def configure(level: str, form: str) -> None:
    """Set up logging."""
