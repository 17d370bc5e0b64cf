"""From the text of a setting to its typed value; a ValueError says what the text must be. Standard library only."""

import base64
from collections.abc import Callable
from urllib.parse import urlsplit


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader for whole numbers from `low` to `high`."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"it must be a whole number from {low} to {high}")
        return int(text)

    return parse


def one_of(*allowed: str) -> Callable[[str], str]:
    """A reader for a choice."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"it must be one of {', '.join(allowed)}")
        return text

    return parse


def words(text: str) -> tuple[str, ...]:
    """A comma list without its blanks."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def plain(text: str) -> str:
    """Any text."""
    return text


def origin(text: str) -> str:
    """A site address such as https://rekindle.example.com, without path; the trailing slash is dropped."""
    address = web_address(text)
    if urlsplit(address).path:
        raise ValueError("it must be an address without a path, such as https://rekindle.example.com")
    return address


def web_address(text: str) -> str:
    """An http or https address; the trailing slash is dropped."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("it must be an address such as https://rekindle.example.com")
    return text.rstrip("/")


def database_address(text: str) -> str:
    """A PostgreSQL address, or nothing for the embedded database."""
    parts = urlsplit(text)
    if text and (parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/")):
        raise ValueError("it must look like postgres://user:password@host:5432/name")
    return text


def long_key(text: str) -> bytes:
    """A key of at least 32 characters."""
    if len(text) < 32 or len(set(text)) < 10:
        raise ValueError("it must have 32 or more random characters")
    return text.encode()


def secret_text(text: str) -> str:
    """Django's SECRET_KEY: at least 50 characters."""
    if len(text) < 50 or len(set(text)) < 10 or text.startswith("django-insecure-"):
        raise ValueError("it must have 50 or more random characters")
    return text


def fernet_keys(text: str) -> tuple[str, ...]:
    """Fernet keys, newest first, separated by commas or lines."""
    found = words(text.replace("\n", ","))
    for key in found:
        if len(key) != 44 or len(base64.urlsafe_b64decode(key)) != 32:
            raise ValueError("each key must be 32 random bytes as URL-safe base64 (44 characters)")
    if not found:
        raise ValueError("it must hold at least one key")
    return found


def switch(text: str) -> bool:
    """on or off."""
    return one_of("on", "off")(text) == "on"


def name_part(text: str) -> str:
    """Small letters, digits and underscores."""
    if not text.replace("_", "a").isalnum() or text != text.lower() or len(text) > 30:
        raise ValueError("it must be up to 30 small letters, digits and underscores")
    return text
