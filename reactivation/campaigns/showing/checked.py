"""A check as its page shows it: the figures, whether they add up, and the lists behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.models import Campaign, CampaignCheck, CheckFinding
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.showing.estimating import say_price

PAGE = 25


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One reason with its number of people and its sentence."""

    reason: str
    sentence: str
    count: int


@dataclass
class CheckResult:
    """A check with its figures. is_current: of the draft as it stands now."""

    check: CampaignCheck
    is_current: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    price: str = ""
    price_all: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.check.state in (CampaignCheck.State.WAITING, CampaignCheck.State.RUNNING)

    @property
    def is_done(self) -> bool:
        return bool(self.check.state == CampaignCheck.State.DONE)

    def _figure(self, name: str) -> int:
        return int(self.check.counts.get(name, 0))

    @property
    def allowed(self) -> int:
        return self._figure("allowed")

    @property
    def waits(self) -> int:
        return self._figure("waits")

    @property
    def held_back(self) -> int:
        return self._figure("held_back")

    @property
    def segments(self) -> int:
        return self._figure("segments")

    @property
    def unknown_line(self) -> int:
        return self._figure("unknown_line")

    @property
    def attested(self) -> int:
        return self._figure("attested")

    @property
    def excluded(self) -> int:
        return sum(row.count for row in self.left_out)

    @property
    def all_segments(self) -> int:
        """The first text as counted, later ones as a sample says: what it costs if nobody answers."""
        sampled = self._figure("sampled")
        later = round(self._figure("sampled_segments") / sampled * self.allowed) if sampled else 0
        return self.segments + later


def read_check(campaign: Campaign, check: CampaignCheck | None) -> CheckResult | None:
    """Return the figures of a check, by a constant number of queries."""
    if check is None:
        return None
    counts: dict[str, Any] = check.counts
    result = CheckResult(check, is_current=check.draft_hash == draft_hash(campaign))
    left_out = sorted(counts.get("left_out", {}).items(), key=lambda item: (-item[1], item[0]))
    sentences = sentences_of(check, [reason for reason, _ in left_out])
    result.left_out = [LeftOut(reason, sentences[reason], count) for reason, count in left_out]
    if campaign.account is not None:
        price, currency = campaign.account.price_per_segment, campaign.account.price_currency
        currency = currency or campaign.business.currency
        result.price = say_price(result.segments, price=price, currency=currency)
        result.price_all = say_price(result.all_segments, price=price, currency=currency)
    return result


def sentences_of(check: CampaignCheck, reasons: list[str]) -> dict[str, str]:
    """Return a sentence for each reason: ours where there is one, else as the rule has said it of somebody."""
    own = {reason: SENTENCES[reason] for reason in reasons if reason in SENTENCES}
    said = CheckFinding.objects.for_business(check.business_id).filter(
        check_run=check, reason__in=[reason for reason in reasons if reason not in own]
    )
    told = {row.reason: _sentence(row) for row in said.order_by("reason", "id").distinct("reason")}
    return {reason: own.get(reason) or told.get(reason) or reason.replace("_", " ").capitalize() for reason in reasons}


def _sentence(row: CheckFinding) -> str:
    return str(row.findings[0][3]) if row.findings else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who is left out, with the sentence of each finding."""

    contact_id: int
    name: str
    sentences: tuple[str, ...]


def list_left_out(check: CampaignCheck, reason: str, *, after: int = 0) -> tuple[list[Listed], int | None]:
    """Return one page of those whom a check leaves out for a reason, and the key of the next page or None."""
    rows = CheckFinding.objects.for_business(check.business_id).filter(check_run=check, reason=reason, pk__gt=after)
    found = list(rows.select_related("contact").order_by("pk")[: PAGE + 1])
    page = [
        Listed(row.contact_id, row.contact.name, tuple(dict.fromkeys(str(one[3]) for one in row.findings)))
        for row in found[:PAGE]
    ]
    return page, found[PAGE - 1].pk if len(found) > PAGE else None
