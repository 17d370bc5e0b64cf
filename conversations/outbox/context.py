"""Turns loaded rows into the frozen `SendContext` that the rules read.

Facts that nothing in the product knows yet keep their careful defaults, so that what needs them is refused and no rule
claims to have looked: `MemberFacts.wants_notice`, `notice_hours` and `bundle_until` (members' notification settings:
until then no notice leaves), `has_unsubscribe_link` (sending of email), `window_open_until` and `uses_template`
(WhatsApp, Messenger, Instagram). `missed_call_cap` and `missed_call_window` are ruling 4's one text in 24 hours for
everybody until missed calls have settings; that window is what `facts` loads.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from accounts.hours import is_zone
from contacts.addresses import Places, is_toll_free, likely_places, zones_of_states
from contacts.eligibility import (
    BotState,
    BusinessFacts,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    LineType,
    MemberFacts,
    PointState,
    Purpose,
    RecentSend,
    SendContext,
    SenderFacts,
    SenderKind,
    SendingMode,
    SuppressionFact,
    SuppressionReason,
    lines_due,
)
from contacts.jurisdictions import Whereabouts
from contacts.models import ConsentRecord
from conversations.models import ChannelAccount, Switch
from conversations.outbox.asks import Ask
from conversations.outbox.compose import Composed, compose
from conversations.outbox.factrows import ConsentRow, ContactRow, RecentRow, SuppressionRow
from conversations.outbox.facts import Facts, Route, is_reachable_here
from conversations.outbox.wording import find_line
from conversations.rule_hours import find_rule_hours

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_CHANNEL_OF_ADDRESS = {"phone": ChannelKind.SMS, "email": ChannelKind.EMAIL}
_CHANNELS = frozenset(ChannelKind)


def build_context(ask: Ask, facts: Facts, route: Route) -> tuple[SendContext, Composed]:
    """Return what the rules decide about, with the text as it will leave."""
    bare = _bare_context(ask, facts, route)
    business = facts.businesses[ask.business_id]
    contact = facts.contacts.get(ask.contact_id or 0)
    languages = [code for code in (ask.language, contact.language if contact else "", business.language) if code]
    composed = compose(
        ask.body,
        due=lines_due(bare),
        sender_name=business.sender_name,
        phone=business.phone,
        find_line=lambda key: find_line(facts.lines, business_id=business.pk, key=key, languages=languages),
        is_help=ask.purpose is Purpose.HELP_ANSWER,
        program_texts=ask.program_texts,
    )
    final = replace(bare, body=composed.body, segments=composed.segments, encoding=composed.encoding)
    return final, composed


def _bare_context(ask: Ask, facts: Facts, route: Route) -> SendContext:
    contact = facts.contacts.get(ask.contact_id or 0)
    country, states, zones = _places(contact, route.address)
    answered = facts.answers.get(ask.answers_id or 0)
    thread = facts.threads.get(ask.contact_id or 0)
    last_inbound = contact.last_inbound_at if contact else None
    if thread and thread.last_inbound_at:
        last_inbound = max(last_inbound or thread.last_inbound_at, thread.last_inbound_at)
    return SendContext(
        purpose=ask.purpose,
        now=ask.at,
        channel=ChannelKind(ask.channel),
        address=route.address,
        business=_business_facts(ask, facts),
        sender=_sender_facts(route.account),
        body=ask.body,
        topic=ask.topic,
        point_valid=_is_valid(ask.channel, route.address),
        point_state=_point_state(ask, facts, route),
        line_type=_line_type(route),
        own_dealings_source=contact.source if contact else "",
        country=country,
        states=states,
        zones=zones,
        preferred_channel=_preferred(contact),
        suppressions=_suppression_facts(ask, facts, route),
        not_interested_at=contact.declined_at if contact else None,
        consents=_consent_facts(_of_this_person(facts.consents.get((ask.business_id, route.address_hash), []), ask)),
        last_inbound_at=last_inbound,
        answered_at=ask.answered_at or (answered.created_at if answered else None),
        carrier_answered=bool(answered and answered.carrier_keyword),
        conversation=_conversation_facts(ask, facts, route),
        recent=_recent(ask, facts, route),
        rule_hours=find_rule_hours(ask.rule_hours, Whereabouts(country, states, zones)),
        approval=ask.approval,
        member=_member_facts(ask, facts, route),
        switched_off=find_stops(ask, facts.switches, account_id=route.account.pk if route.account else None),
        outside_send_only_to=bool(route.address) and not is_reachable_here(route.address),
    )


def find_stops(ask: Ask, switches: list[Switch], *, account_id: int | None) -> tuple[str, ...]:
    """Return which switches stop this message: all, business, channel, campaign, contact."""
    words = {
        (Switch.Scope.ALL, ""): "all",
        (Switch.Scope.BUSINESS, ""): "business",
        (Switch.Scope.CHANNEL, str(account_id)): "channel",
        (Switch.Scope.ORIGIN, ask.origin_group or None): "campaign",
        (Switch.Scope.CONTACT, str(ask.contact_id)): "contact",
    }
    mine = [row for row in switches if row.business_id in (None, ask.business_id)]
    return tuple(word for key, word in words.items() if any((row.scope, row.key) == key for row in mine))


def sending_mode(*, is_off: bool) -> SendingMode:
    """Return the mode that holds: off where this installation's database is a copy, else the setting."""
    return SendingMode.OFF if is_off else SendingMode(settings.SENDING)


def _business_facts(ask: Ask, facts: Facts) -> BusinessFacts:
    business = facts.businesses[ask.business_id]
    return BusinessFacts(
        name=business.name,
        sender_name=business.sender_name,
        postal_address=business.postal_address,
        zone=business.zone,
        country=business.country,
        is_demo=business.is_demo,
        sending=sending_mode(is_off=facts.is_off),
        campaign_cap=business.campaign_cap_per_day,
    )


def _sender_facts(account: ChannelAccount | None) -> SenderFacts | None:
    if account is None:
        return None
    unchecked = account.checked_at is None and account.kind != ChannelAccount.Kind.SANDBOX
    problem = account.problem or ("The sender has not been checked with the provider yet." if unchecked else "")
    return SenderFacts(
        kind=SenderKind(account.kind),
        usable=account.is_active and not problem,
        problem=problem or ("" if account.is_active else "The sender is switched off."),
        registration_needed=account.registration != ChannelAccount.Registration.NOT_NEEDED,
        registered=account.registration == ChannelAccount.Registration.REGISTERED,
    )


def _places(contact: ContactRow | None, address: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Every place that anything points to: what is known of the person, and the area code (compliance.md 1.4)."""
    hinted = _places_of(address)
    if contact is None:
        return hinted.country, hinted.states, hinted.zones
    country = contact.country or hinted.country
    states = tuple(dict.fromkeys([*([contact.state] if contact.state else []), *hinted.states]))
    zone = contact.zone if is_zone(contact.zone) else ""
    if zone and contact.zone_set_by_hand:
        return country, states, (zone,)
    own = (zone,) if zone else zones_of_states().get(contact.state, ())
    return country, states, tuple(dict.fromkeys([*own, *hinted.zones]))


@lru_cache(maxsize=4096)
def _places_of(address: str) -> Places:
    return likely_places(address) if address.startswith("+") else Places("", (), ())


def _is_valid(channel: str, address: str) -> bool:
    return "@" in address if channel == "email" else bool(_E164.fullmatch(address))


def _point_state(ask: Ask, facts: Facts, route: Route) -> PointState:
    """A claimed address is as good as any once somebody wrote from it or this person agreed for it."""
    state = PointState(route.point.state) if route.point else PointState.OK
    if state is not PointState.CLAIMED:
        return state
    thread, answered = facts.threads.get(ask.contact_id or 0), facts.answers.get(ask.answers_id or 0)
    heard_from = {answered.address if answered else "", thread.last_inbound_address if thread else ""}
    consents = _consent_facts(_of_this_person(facts.consents.get((ask.business_id, route.address_hash), []), ask))
    is_theirs = route.address in heard_from or any(not consent.withdrawn for consent in consents)
    return PointState.OK if is_theirs else state


def _line_type(route: Route) -> LineType:
    known = LineType(route.point.line_type) if route.point else LineType.UNKNOWN
    return LineType.TOLL_FREE if known is LineType.UNKNOWN and is_toll_free(route.address) else known


def _preferred(contact: ContactRow | None) -> ChannelKind | None:
    wanted = contact.preferred_channel if contact else ""
    return ChannelKind(wanted) if wanted in _CHANNELS else None


def _suppression_facts(ask: Ask, facts: Facts, route: Route) -> tuple[SuppressionFact, ...]:
    if not facts.suppressions:
        return ()
    hashes = {point.address_hash for point in facts.points.get(ask.contact_id or 0, [])} | {route.address_hash}
    rows = [row for address_hash in hashes for row in facts.suppressions.get((ask.business_id, address_hash), [])]
    return tuple(_suppression_fact(row, route) for row in sorted(rows, key=lambda row: row.id))


def _suppression_fact(row: SuppressionRow, route: Route) -> SuppressionFact:
    phone = {ChannelKind.SMS, ChannelKind.WHATSAPP, ChannelKind.VOICE}
    return SuppressionFact(
        reason=SuppressionReason(row.reason),
        created_at=row.created_at,
        channel_kinds=frozenset() if row.all_channels else frozenset(
            phone if row.kind_of_address == "phone" else {ChannelKind.EMAIL}
        ),
        same_address=row.address_hash == route.address_hash,
    )  # fmt: skip


def _of_this_person(rows: list[ConsentRow], ask: Ask) -> list[ConsentRow]:
    """Keep what this contact agreed to. On a shared phone one person's yes is not the other's; a withdrawal is."""
    return [row for row in rows if row.action == "withdrawn" or row.contact_id == ask.contact_id]


def _consent_facts(rows: list[ConsentRow]) -> tuple[ConsentFact, ...]:
    """Each grant, marked where a later record of its address takes it back."""
    withdrawals = [row for row in rows if row.action == ConsentRecord.Action.WITHDRAWN]
    return tuple(
        _consent_fact(row, withdrawn=any(_takes_back(later, row) for later in withdrawals))
        for row in rows
        if row.action == ConsentRecord.Action.GRANTED
    )


def _takes_back(later: ConsentRow, grant: ConsentRow) -> bool:
    same_scope = ConsentRecord.Scope.ALL in (later.scope, grant.scope) or later.scope == grant.scope
    # An older consent that comes to our knowledge after the withdrawal is taken back by it all the same.
    is_newer = later.id > grant.id or (
        grant.obtained_at is not None and grant.obtained_at <= (later.obtained_at or later.recorded_at)
    )
    return is_newer and same_scope and later.kind_of_address == grant.kind_of_address


def _consent_fact(row: ConsentRow, *, withdrawn: bool) -> ConsentFact:
    words = row.facts or {}
    return ConsentFact(
        id=str(row.id),
        kind=ConsentKind(row.kind),
        channel=_CHANNEL_OF_ADDRESS[row.kind_of_address],
        scope=row.scope,
        source=row.source,
        # Erased details leave the seal: that there was a wording still counts.
        wording=str(words.get("wording", "")) or ("(erased)" if row.has_wording else ""),
        obtained_at=row.obtained_at,
        expires_at=row.expires_at,
        attested_by=str(words.get("attested_by", "")) or ("(erased)" if row.attested else ""),
        attested_at=row.recorded_at if row.attested else None,
        withdrawn=withdrawn,
    )


def _conversation_facts(ask: Ask, facts: Facts, route: Route) -> ConversationFacts:
    thread = facts.threads.get(ask.contact_id or 0)
    sender_id = route.account.pk if route.account else None
    sent, last_opt_out_line = facts.history.get((ask.business_id, sender_id, route.address_hash), (0, None))
    if thread is None:
        return ConversationFacts(is_first_from_sender=sent == 0, last_opt_out_line_at=last_opt_out_line)
    return ConversationFacts(
        bot=BotState(thread.bot),
        last_inbound_at=thread.last_inbound_at,
        inbound_on_this_channel=ask.channel in thread.inbound_channels,
        is_first_from_sender=sent == 0,
        last_opt_out_line_at=last_opt_out_line,
        last_disclosure_at=thread.disclosed_at,
        last_outbound_at=thread.last_outbound_at,
        handed_back_at=thread.handed_back_at,
        automated_in_a_row=thread.automated_in_a_row,
    )


def _recent(ask: Ask, facts: Facts, route: Route) -> tuple[RecentSend, ...]:
    rows = facts.recent.get((ask.business_id, route.address_hash), [])
    return tuple(_recent_send(row) for row in rows if row.id != ask.message_id)


def _recent_send(row: RecentRow) -> RecentSend:
    return RecentSend(
        at=row.handed_over_at,
        purpose=Purpose(row.purpose),
        subject=row.topic,
        answers_fresh_message=row.answers_fresh,
    )


def _member_facts(ask: Ask, facts: Facts, route: Route) -> MemberFacts | None:
    member = facts.members.get(ask.by_member_id or ask.member_id or 0)
    if member is None:
        return None
    return MemberFacts(
        id=str(member.pk),
        reason=ask.stated_reason,
        confirmed_outside_hours="hours" in ask.confirmations,
        confirmed_suspected="suspected" in ask.confirmations,
        confirmed_content="content" in ask.confirmations,
        # People sign in with a confirmed email; their own number counts once a code sent to it came back.
        address_verified=route.address.lower() == member.user.email.lower()
        or (member.phone_verified_at is not None and route.address == member.phone),
    )
