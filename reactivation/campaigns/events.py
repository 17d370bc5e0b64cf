"""Facts of campaigns. Ids and codes only; listeners load what they need."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.work import Fact


@dataclass(frozen=True)
class CampaignPaused(Fact):
    """Something other than a member paused a campaign. campaign_id: which; by: a Campaign.PausedBy."""

    campaign_id: int
    by: str


@dataclass(frozen=True)
class CampaignWarned(Fact):
    """Figures of a running campaign came near where it is paused. campaign_id: which; what: a Campaign.PausedBy."""

    campaign_id: int
    what: str


@dataclass(frozen=True)
class CampaignNotLaunched(Fact):
    """The time of a scheduled campaign came, and it could not be launched. campaign_id: which (`launch_problem`)."""

    campaign_id: int
