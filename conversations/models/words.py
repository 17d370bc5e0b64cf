"""The words of messages, for search. Apart from Message: an index there would cost each change of status a write."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.tenancy import BusinessOwned
from conversations.models.messages import Message


class MessageWords(BusinessOwned):
    """One message's words as PostgreSQL searches them."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="words")
    conversation_id = models.BigIntegerField()
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "message words"
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="message_words"),
            # Words that everybody writes: the newest that hold them are found by going backwards.
            models.Index(fields=["business", "-message"], name="message_words_newest"),
        ]

    def __str__(self) -> str:
        return f"words of message {self.message_id}"
