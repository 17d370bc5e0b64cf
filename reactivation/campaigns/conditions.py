"""Conditions on past campaigns, added to those that contacts know, and who uses a saved segment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Business
from accounts.templatetags.statuses import INTENTS
from contacts.models import SavedSegment
from contacts.segments import Input, Kind, Label, Scope, Values, ids_of, register_condition, register_use, say_list
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage
from reactivation.campaigns.policy import NEGATIVE, POSITIVE

GROUP = "Past campaigns"
MOST_OFFERED = 100
# features.md, "Measures": handed to the provider and not failed.
LOST = ("failed", "undelivered", "cancelled", "blocked", "held")
IN_IT = [state for state in Enrollment.State.values if state not in ("left_out", "held_back")]

DONE = (
    ("in", "was in"),
    ("not_in", "was not in"),
    ("reached", "was reached by"),
    ("not_reached", "was not reached by"),
    ("answered", "answered"),
    ("silent", "was reached by and stayed silent in"),
)
SAID = {
    "in": "was in {}", "not_in": "was not in {}", "reached": "reached by {}", "not_reached": "not reached by {}",
    "answered": "answered {}", "silent": "silent after {}",
}  # fmt: skip
MEANT = tuple((name, words.label) for name, words in INTENTS.items() if name != "auto_reply")
MOODS = (
    ("positive", "positively"),
    ("negative", "negatively"),
    ("neutral", "neither positively nor negatively"),
)


def _offer_campaigns(business: Business) -> list[tuple[str, str]]:
    rows = Campaign.objects.for_business(business).exclude(state="draft").order_by("-pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")[:MOST_OFFERED]]


CAMPAIGNS = Input(
    name="campaigns", label="Campaigns", form="choices", choices=_offer_campaigns, required=False,
    help="None chosen: any campaign.",
)  # fmt: skip
DAYS = Input(name="days", label="Within the last … days", form="number", high=3650, required=False, help="Empty: ever.")


def _enrollments(values: Values, scope: Scope) -> QuerySet[Enrollment]:
    rows: QuerySet[Enrollment] = Enrollment.objects.for_business(scope.business).filter(contact=OuterRef("pk"))
    chosen = values.get("campaigns")
    return rows.filter(campaign__in=ids_of(chosen)) if chosen else rows


def _since(values: Values, scope: Scope, column: str) -> Q:
    return Q(**{f"{column}__gte": scope.now - timedelta(days=values["days"])}) if values.get("days") else Q()


def _was_in(values: Values, scope: Scope) -> Q:
    return Q(Exists(_enrollments(values, scope).filter(_since(values, scope, "created_at"), state__in=IN_IT)))


def _was_reached(values: Values, scope: Scope, **more: Any) -> Q:
    texts = StepMessage.objects.for_business(scope.business).filter(
        _since(values, scope, "message__handed_over_at"), enrollment=OuterRef("pk"),
        message__handed_over_at__isnull=False,
    )  # fmt: skip
    return Q(Exists(_enrollments(values, scope).filter(Exists(texts.exclude(message__status__in=LOST)), **more)))


def _has_answered(values: Values, scope: Scope, **more: Any) -> Q:
    rows = _enrollments(values, scope).filter(_since(values, scope, "replied_at"), replied_at__isnull=False, **more)
    return Q(Exists(rows))


def _ask(values: Values, scope: Scope) -> Q:
    how = values["how"]
    if how in ("in", "not_in"):
        q = _was_in(values, scope)
    elif how in ("reached", "not_reached"):
        q = _was_reached(values, scope)
    elif how == "answered":
        q = _has_answered(values, scope)
    else:
        # An opt-out is an answer too: whoever sent one was not silent.
        q = _was_reached(values, scope, replied_at=None, opted_out_at=None) & ~_has_answered(values, scope)
    return ~q if how.startswith("not_") else q


def _say(values: Values, label: Label) -> str:
    return SAID[values["how"]].format(_say_campaigns(values, label))


def _say_campaigns(values: Values, label: Label) -> str:
    chosen = values.get("campaigns")
    names = say_list([f"“{label('campaigns', one)}”" for one in chosen], lambda _, name: name, "") if chosen else ""
    within = f" within the last {values['days']} days" if values.get("days") else ""
    return (names or "any campaign") + within


def _ask_mood(values: Values, scope: Scope) -> Q:
    moods = {"positive": Q(reply_intent__in=POSITIVE), "negative": Q(reply_intent__in=NEGATIVE)}
    moods["neutral"] = ~moods["positive"] & ~moods["negative"]
    q = Q()
    for mood in values["moods"]:
        q |= moods[mood]
    rows = _enrollments(values, scope).filter(_since(values, scope, "replied_at"), q, replied_at__isnull=False)
    return Q(Exists(rows))


def _ask_intent(values: Values, scope: Scope) -> Q:
    return _has_answered(values, scope, reply_intent__in=values["intents"])


def _say_with(name: str) -> Any:
    def say(values: Values, label: Label) -> str:
        meant = say_list(values[name], label, name)
        return f"answered {_say_campaigns(values, label)} {'with ' if name == 'intents' else ''}{meant}"

    return say


register_condition(
    Kind(
        name="campaign", label="Past campaigns", group=GROUP, ask=_ask, say=_say,
        inputs=(Input(name="how", label="What happened", form="choice", choices=DONE, default="reached"),
                CAMPAIGNS, DAYS),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="campaign_mood", label="Answered a campaign in a mood", group=GROUP, ask=_ask_mood,
        say=_say_with("moods"),
        inputs=(Input(name="moods", label="They answered", form="choices", choices=MOODS), CAMPAIGNS, DAYS),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="campaign_intent", label="Answered a campaign and meant", group=GROUP, ask=_ask_intent,
        say=_say_with("intents"),
        inputs=(Input(name="intents", label="They meant", form="choices", choices=MEANT), CAMPAIGNS, DAYS),
    )
)  # fmt: skip


def _drafts_with(segment: SavedSegment) -> list[str]:
    rows = Campaign.objects.for_business(segment.business_id).filter(segment=segment, state="draft")
    return list(rows.order_by("pk").values_list("name", flat=True)[:5])


register_use("campaigns", _drafts_with)
