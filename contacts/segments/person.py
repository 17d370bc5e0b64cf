"""Conditions about the person: dealings, standing, source, tags, place, language, owner, where they come from."""

from __future__ import annotations

import calendar
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from contacts.models import Contact, ContactPoint, ImportWrite
from contacts.segments import offers
from contacts.segments.registry import AudienceProblem, Input, Kind, Label, Scope, Values, register_condition

DEALINGS = ("last_dealing_at", "last_inbound_at", "last_outbound_at")
IS = Input(name="how", label="How", form="choice", choices=(("is", "is"), ("is_not", "is not")), default="is")
MONTHS = Input(name="months", label="Months", form="number", default=6)


def months_before(now: datetime, months: int) -> datetime:
    """Return the same day and time so many months earlier, or that month's last day."""
    count = now.year * 12 + now.month - 1 - months
    year, month = divmod(count, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def say_months(count: int) -> str:
    return f"{count} month{'' if count == 1 else 's'}"


def say_list(values: Any, label: Label, name: str, *, joined: str = "or") -> str:
    """Write values as people say them: "a", "a or b", "a, b or c"."""
    words = [label(name, value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}"


def ids_of(values: Any) -> list[int]:
    """Return the numbers among chosen values. Raises AudienceProblem for anything else."""
    if not all(str(value).isdecimal() and len(str(value)) < 19 for value in values):
        raise AudienceProblem("One of the chosen values does not exist.")
    return [int(value) for value in values]


def negate(q: Q, values: Values) -> Q:
    return ~q if values["how"] == "is_not" else q


def _no_contact(values: Values, scope: Scope) -> Q:
    since = months_before(scope.now, values["months"])
    q = Q()
    for column in DEALINGS:
        q &= Q(**{f"{column}__lt": since}) | Q(**{column: None})
    return q


def _contact_within(values: Values, scope: Scope) -> Q:
    since = months_before(scope.now, values["months"])
    q = Q()
    for column in DEALINGS:
        q |= Q(**{f"{column}__gte": since})
    return q


def _tags(values: Values, scope: Scope) -> Q:
    tags = list(values["tags"])
    if values["how"] == "all":
        return Q(tags__contains=tags)
    return ~Q(tags__overlap=tags) if values["how"] == "none" else Q(tags__overlap=tags)


def _say_tags(values: Values, label: Label) -> str:
    if values["how"] == "none":
        return f"not tagged {say_list(values['tags'], label, 'tags')}"
    return f"tagged {say_list(values['tags'], label, 'tags', joined='and' if values['how'] == 'all' else 'or')}"


def _city(values: Values, scope: Scope) -> Q:
    q = Q()
    for city in values["cities"]:
        q |= Q(city__iexact=city)
    return negate(q, values)


def _postcode(values: Values, scope: Scope) -> Q:
    q = Q()
    for start in values["starts"]:
        q |= Q(postcode__istartswith=start)
    return negate(q, values)


def _check_area_codes(values: Values) -> None:
    if not all(len(code) == 3 and code.isdecimal() for code in values["codes"]):
        raise AudienceProblem("“Area code”: an area code has three digits, such as 720.")


def _area_code(values: Values, scope: Scope) -> Q:
    q = Q()
    for code in values["codes"]:
        q |= Q(address__startswith=f"+1{code}")
    return negate(has_point(scope, q & Q(kind="phone")), values)


def has_point(scope: Scope, q: Q) -> Q:
    """Return the query for contacts with an address of their own that meets `q`."""
    points = ContactPoint.objects.for_business(scope.business).filter(q, contact=OuterRef("pk"))
    return Q(Exists(points.exclude(state=ContactPoint.State.DETACHED)))


def _owner(values: Values, scope: Scope) -> Q:
    if values["how"] == "none":
        return Q(owner=None)
    if not values.get("owners"):
        raise AudienceProblem("“Looked after by”: choose at least one person, or “nobody”.")
    return Q(owner__in=ids_of(values["owners"]))


def _say_owner(values: Values, label: Label) -> str:
    if values["how"] == "none":
        return "looked after by nobody"
    return f"looked after by {say_list(values.get('owners') or ('nobody',), label, 'owners')}"


def _check_owner(values: Values) -> None:
    if values["how"] == "is" and not values.get("owners"):
        raise AudienceProblem("“Looked after by”: choose at least one person, or “nobody”.")


def _created(values: Values, scope: Scope) -> Q:
    since = months_before(scope.now, values["months"])
    return Q(created_at__gte=since) if values["how"] == "within" else Q(created_at__lt=since)


def _imported(values: Values, scope: Scope) -> Q:
    rows = ImportWrite.objects.for_business(scope.business).filter(contact=OuterRef("pk"))
    return negate(Q(Exists(rows.filter(batch__in=ids_of(values["imports"])))), values)


def _simple(column: str, name: str, *, upper: bool = False) -> Any:
    def ask(values: Values, scope: Scope) -> Q:
        chosen = [value.upper() if upper else value for value in values[name]]
        return negate(Q(**{f"{column}__in": chosen}), values)

    return ask


def _say_simple(words: str, name: str) -> Any:
    def say(values: Values, label: Label) -> str:
        return f"{words} {'not ' if values['how'] == 'is_not' else ''}{say_list(values[name], label, name)}"

    return say


def _words(name: str, label: str, help: str) -> tuple[Input, ...]:
    return (IS, Input(name=name, label=label, form="words", help=help))


ACTIVITY, PERSON, PLACE = "Activity", "Who they are", "Where they are"
register_condition(
    Kind(name="no_contact", label="No contact either way for", group=ACTIVITY, inputs=(MONTHS,), ask=_no_contact,
         say=lambda values, label: f"no contact for {say_months(values['months'])}")
)  # fmt: skip
register_condition(
    Kind(name="contact_within", label="In contact within the last", group=ACTIVITY, inputs=(MONTHS,),
         ask=_contact_within,
         say=lambda values, label: f"in contact within the last {say_months(values['months'])}")
)  # fmt: skip
register_condition(
    Kind(
        name="created", label="Added to your contacts", group=ACTIVITY, ask=_created,
        inputs=(Input(name="how", label="When", form="choice", default="within",
                      choices=(("within", "within the last"), ("before", "longer ago than"))), MONTHS),
        say=lambda values, label: (
            f"added {'within the last' if values['how'] == 'within' else 'more than'} {say_months(values['months'])}"
            f"{'' if values['how'] == 'within' else ' ago'}"
        ),
    )
)  # fmt: skip
register_condition(
    Kind(name="imported", label="Came with an import", group=ACTIVITY, ask=_imported,
         inputs=(IS, Input(name="imports", label="Imports", form="choices", choices=offers.offer_imports)),
         say=_say_simple("import", "imports"))
)  # fmt: skip
register_condition(
    Kind(name="standing", label="Standing", group=PERSON, ask=_simple("standing", "standings"),
         inputs=(IS, Input(name="standings", label="Standing", form="choices", choices=Contact.Standing.choices)),
         say=_say_simple("standing", "standings"))
)  # fmt: skip
register_condition(
    Kind(
        name="tags", label="Tags", group=PERSON, ask=_tags, say=_say_tags,
        inputs=(
            Input(name="how", label="How", form="choice", default="any",
                  choices=(("any", "has any of"), ("all", "has all of"), ("none", "has none of"))),
            Input(name="tags", label="Tags", form="choices", choices=offers.offer_tags),
        ),
    )
)  # fmt: skip
register_condition(
    Kind(name="source", label="Source", group=PERSON, ask=_simple("source", "sources"),
         inputs=(IS, Input(name="sources", label="Sources", form="choices", choices=offers.offer_sources)),
         say=_say_simple("source", "sources"))
)  # fmt: skip
register_condition(
    Kind(
        name="owner", label="Looked after by", group=PERSON, ask=_owner, say=_say_owner, check=_check_owner,
        inputs=(
            Input(name="how", label="How", form="choice", default="is",
                  choices=(("is", "any of"), ("none", "nobody"))),
            Input(name="owners", label="People", form="choices", choices=offers.offer_owners, required=False),
        ),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="request", label="What they asked for", group=PERSON,
        inputs=(Input(name="how", label="How", form="choice", default="is",
                      choices=(("is", "contains"), ("is_not", "does not contain"))),
                Input(name="text", label="Words", form="text")),
        ask=lambda values, scope: negate(Q(stated_request__icontains=values["text"]), values),
        say=lambda values, label: f"asked for something {'without' if values['how'] == 'is_not' else 'with'} "
                                  f"“{values['text']}”",
    )
)  # fmt: skip
register_condition(
    Kind(name="language", label="Language", group=PERSON, ask=_simple("language", "languages"),
         inputs=(IS, Input(name="languages", label="Languages", form="choices", choices=offers.offer_languages)),
         say=_say_simple("language", "languages"))
)  # fmt: skip
register_condition(
    Kind(name="state", label="State", group=PLACE, ask=_simple("state", "places", upper=True),
         inputs=_words("places", "States", "Two letters each, apart by commas: CO, NM."),
         say=_say_simple("state", "places"))
)  # fmt: skip
register_condition(
    Kind(name="city", label="City", group=PLACE, ask=_city,
         inputs=_words("cities", "Cities", "Apart by commas."), say=_say_simple("city", "cities"))
)  # fmt: skip
register_condition(
    Kind(name="postcode", label="ZIP or postcode starts with", group=PLACE, ask=_postcode,
         inputs=_words("starts", "First characters", "Apart by commas: 802, 803."),
         say=_say_simple("ZIP or postcode from", "starts"))
)  # fmt: skip
register_condition(
    Kind(name="area_code", label="Area code", group=PLACE, ask=_area_code, check=_check_area_codes,
         inputs=_words("codes", "Area codes", "Three digits each, apart by commas: 303, 720."),
         say=_say_simple("area code", "codes"))
)  # fmt: skip
register_condition(
    Kind(name="country", label="Country", group=PLACE, ask=_simple("country", "countries", upper=True),
         inputs=_words("countries", "Countries", "Two letters each, apart by commas: US, CA."),
         say=_say_simple("country", "countries"))
)  # fmt: skip
register_condition(
    Kind(name="zone", label="Time zone", group=PLACE, ask=_simple("zone", "zones"),
         inputs=(IS, Input(name="zones", label="Time zones", form="choices", choices=offers.offer_zones)),
         say=_say_simple("time zone", "zones"))
)  # fmt: skip
