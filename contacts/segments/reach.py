"""Conditions about reaching somebody: consent by text, stops, line type, which addresses there are."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from contacts.models import ConsentDetail, ConsentRecord, ContactPoint, Suppression
from contacts.segments.person import has_point, months_before, negate, say_list, say_months
from contacts.segments.registry import Input, Kind, Label, Scope, Values, register_condition

Reason = Suppression.Reason
REACH = "How they can be reached"
# The negative states, kept apart as ruling 6 wants them: label and reasons. "declined" is a state of the contact.
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "opted_out": ("Opted out by text", (Reason.TEXT_OPT_OUT, Reason.OWN_WORDS, Reason.CARRIER)),
    "unsubscribed": ("Unsubscribed", (Reason.UNSUBSCRIBED,)),
    "do_not_email": ("Do Not Email", (Reason.DO_NOT_EMAIL,)),
    "suspected": ("Suspected opt-out", (Reason.SUSPECTED,)),
    "declined": ("Not interested", ()),
    "stopped": ("Stopped by hand", (Reason.MANUAL,)),
    "wrong_number": ("Wrong number", (Reason.WRONG_NUMBER,)),
    "complaint": ("Complaint", (Reason.COMPLAINT,)),
    "invalid": ("Invalid address", (Reason.INVALID, Reason.HARD_BOUNCE)),
}
STATE_CHOICES = tuple((name, label) for name, (label, _) in STATES.items())


def in_state(scope: Scope, state: str) -> Q:
    """Return the query for contacts in one of STATES: on an address they have now, or had when it was stopped."""
    if state == "declined":
        return Q(declined_at__isnull=False)
    stops = Suppression.objects.for_business(scope.business).filter(lift=None, reason__in=STATES[state][1])
    on_point = ContactPoint.objects.for_business(scope.business).filter(
        address_hash__in=stops.values("address_hash"), contact=OuterRef("pk")
    )
    if state != "wrong_number":
        # A detached address is somebody else's; a wrong number is detached because it was one.
        on_point = on_point.exclude(state=ContactPoint.State.DETACHED)
    q = Q(Exists(on_point))
    if state == "invalid":
        q |= has_point(scope, Q(state=ContactPoint.State.INVALID))
    return q


def _states(values: Values, scope: Scope) -> Q:
    q = Q()
    for state in values["states"]:
        q |= in_state(scope, state)
    return negate(q, values)


def written_consent(scope: Scope, **more: object) -> Q:
    """Return the query for contacts with express written consent by text that a campaign may rest on (ruling 9)."""
    return Q(Exists(_consents(scope, usable=True, **more)))


def _consents(scope: Scope, *, usable: bool, **more: object) -> QuerySet[ConsentDetail]:
    rows = ConsentDetail.objects.for_business(scope.business).filter(
        contact=OuterRef("pk"), record__kind_of_address="phone", record__action="granted"
    )
    if not usable:
        return rows
    rows = rows.filter(Q(record__expires_at=None) | Q(record__expires_at__gt=scope.now)).exclude(
        record__scope=ConsentRecord.Scope.TRANSACTIONAL
    )
    withdrawn = ConsentRecord.objects.for_business(scope.business).filter(
        address_hash=OuterRef("record__address_hash"),
        action="withdrawn",
        recorded_at__gte=OuterRef("record__recorded_at"),
    )
    return rows.filter(
        Q(record__has_wording=True) | Q(record__attested=True), ~Exists(withdrawn), ~Q(record__source=""),
        record__kind="express_written", record__obtained_at__isnull=False, **more,
    )  # fmt: skip


def _consent(values: Values, scope: Scope) -> Q:
    if values["how"] == "none":
        return ~Q(Exists(_consents(scope, usable=False)))
    has = written_consent(scope)
    return has if values["how"] == "written" else ~has


CONSENTS = (
    ("written", "written, with date and source"),
    ("not_written", "not enough for a campaign"),
    ("none", "no record at all"),
)


def _say_consent(values: Values, label: Label) -> str:
    words = {
        "written": "with written consent to texts",
        "not_written": "without written consent to texts",
        "none": "without any consent record for texts",
    }
    return words[values["how"]]


def _consent_age(values: Values, scope: Scope) -> Q:
    since = months_before(scope.now, values["months"])
    if values["how"] == "younger":
        return written_consent(scope, record__obtained_at__gte=since)
    # Older: there is one, and the newest is not from since then.
    return written_consent(scope) & ~written_consent(scope, record__obtained_at__gte=since)


def _say_age(values: Values, label: Label) -> str:
    return f"consent {'older' if values['how'] == 'older' else 'younger'} than {say_months(values['months'])}"


def _line_type(values: Values, scope: Scope) -> Q:
    return negate(has_point(scope, Q(kind="phone", line_type__in=values["types"])), values)


def _has(values: Values, scope: Scope) -> Q:
    q = has_point(scope, Q(kind=values["what"]))
    return ~q if values["how"] == "is_not" else q


def _say_has(values: Values, label: Label) -> str:
    return f"{'without' if values['how'] == 'is_not' else 'with'} {label('what', values['what']).lower()}"


def _say_states(values: Values, label: Label) -> str:
    return f"{'not ' if values['how'] == 'is_not' else ''}in state {say_list(values['states'], label, 'states')}"


def _say_line(values: Values, label: Label) -> str:
    return f"{'no ' if values['how'] == 'is_not' else ''}phone of type {say_list(values['types'], label, 'types')}"


HAS = (("is", "has"), ("is_not", "does not have"))
register_condition(
    Kind(
        name="consent", label="Consent to texts", group=REACH, ask=_consent, say=_say_consent,
        inputs=(Input(name="how", label="What is on record", form="choice", default="written", choices=CONSENTS),),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="consent_age", label="Age of the written consent", group=REACH, ask=_consent_age, say=_say_age,
        inputs=(Input(name="how", label="How", form="choice", default="younger",
                      choices=(("younger", "younger than"), ("older", "older than"))),
                Input(name="months", label="Months", form="number", default=18)),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="state_of_contact", label="Opted out, unsubscribed, not interested …", group=REACH, ask=_states,
        say=_say_states,
        inputs=(Input(name="how", label="How", form="choice", default="is_not",
                      choices=(("is", "is any of"), ("is_not", "is none of"))),
                Input(name="states", label="States", form="choices", choices=STATE_CHOICES)),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="line_type", label="Line type", group=REACH, ask=_line_type, say=_say_line,
        inputs=(Input(name="how", label="How", form="choice", choices=HAS, default="is"),
                Input(name="types", label="Types", form="choices", choices=ContactPoint.LineType.choices)),
    )
)  # fmt: skip
register_condition(
    Kind(
        name="has", label="Has a phone or an email", group=REACH, ask=_has, say=_say_has,
        inputs=(Input(name="how", label="How", form="choice", choices=HAS, default="is"),
                Input(name="what", label="What", form="choice", default="phone",
                      choices=(("phone", "A phone number"), ("email", "An email address")))),
    )
)  # fmt: skip
