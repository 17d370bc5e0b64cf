"""Text that is encrypted at rest with FIELD_KEYS, apart from SECRET_KEY so that either can be rotated alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class UnreadableSecret(Exception):
    """A stored secret was encrypted with a key that FIELD_KEYS no longer holds."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """Return the cipher over all FIELD_KEYS: the first encrypts, each of them decrypts."""
    return _cipher(tuple(settings.FIELD_KEYS))


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text column that holds a Fernet token; empty text stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        if not value:
            return value
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise UnreadableSecret(
                "A stored credential cannot be read with the present FIELD_KEYS. Put the key it was saved with back."
            ) from error
