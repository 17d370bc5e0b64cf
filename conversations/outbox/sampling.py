"""What words would look like as a text, before anybody has been chosen for them: for drafting."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Business
from contacts.eligibility import LinesDue
from conversations.models import ApprovedCopy
from conversations.outbox.compose import Composed, compose
from conversations.outbox.wording import LINE_KEYS, find_line


def compose_sample(business: Business, words: str, *, is_first: bool, program_texts: int = 0) -> Composed:
    """Return what `compose_samples` returns, for one text."""
    return compose_samples(business, [words], is_first=is_first, program_texts=program_texts)[0]


def compose_samples(
    business: Business, texts: Sequence[str], *, is_first: bool, program_texts: int = 0, language: str = ""
) -> list[Composed]:
    """Return merged words with the lines that a campaign text gets, and what they cost, in order, by one query.

    is_first: with the assistant's disclosure, as the first automated text of a thread has it. The language is the
    business's own where none is named.
    """
    rows = ApprovedCopy.objects.for_business(business).filter(key__in=LINE_KEYS, channel="sms", is_current=True)
    lines = {(row.business_id, row.key, row.language): row.text for row in rows}
    languages = [code for code in (language, business.language) if code]
    return [
        compose(
            words,
            due=LinesDue(opt_out=True, identity=True, disclosure=is_first),
            sender_name=business.sender_name,
            phone=business.phone,
            find_line=lambda key: find_line(lines, business_id=business.pk, key=key, languages=languages),
            program_texts=program_texts,
        )
        for words in texts
    ]
