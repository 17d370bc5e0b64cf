"""The team of a business: inviting people, what each may do, and removing them. Only owners may."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from accounts.models import Business, Invitation, Member, User
from accounts.policy import problem_of_role
from accounts.services import AccountProblem, vouch_for_email

LINK_LASTS = timedelta(days=3)
# One sentence for used, withdrawn, replaced and never made: the page does not tell which.
GONE = "This invitation does not work any more. Ask whoever gave it to you for a new link."


def invite_member(
    business: Business, *, actor: Member, email: str, name: str, role: str, now: datetime
) -> tuple[Invitation, str]:
    """Keep a place for somebody and return it with the token of its link, which is never shown again.

    Raises AccountProblem. Nothing is given yet: the place is taken by whoever opens the link and can sign in as this
    email, or sets the first password for it. So no owner can take over a login that exists elsewhere.
    """
    email = email.strip().lower()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _refuse(business, actor=actor, old=None, new=role)
        if Member.objects.for_business(business).filter(user__email__iexact=email, is_active=True).exists():
            raise AccountProblem("This person is in your team already.")
        waiting = Invitation.objects.for_business(business).filter(email=email, outcome=Invitation.Outcome.OPEN)
        if waiting.filter(expires_at__gt=now).exists():
            raise AccountProblem("This person has an open invitation. Make a new link for it in the list of the team.")
        waiting.update(outcome=Invitation.Outcome.WITHDRAWN, ended_at=now)
        invitation = Invitation.objects.create(
            business=business, email=email, name=name.strip()[:120], role=role, token_hash=_hash(token),
            invited_by=actor, created_at=now, expires_at=now + LINK_LASTS,
        )  # fmt: skip
    return invitation, _sign(token)


def renew_link(invitation: Invitation, *, actor: Member, now: datetime) -> tuple[Invitation, str]:
    """Return an open invitation with a new token; the link before it no longer works. Raises AccountProblem."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _refuse(invitation.business, actor=actor, old=None, new=invitation.role)
        row = _locked(invitation)
        row.token_hash, row.expires_at, row.invited_by = _hash(token), now + LINK_LASTS, actor
        row.save(update_fields=["token_hash", "expires_at", "invited_by"])
    return row, _sign(token)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Member, now: datetime) -> None:
    """End an open invitation: its link no longer works. Raises AccountProblem."""
    _refuse(invitation.business, actor=actor, old=None, new=invitation.role)
    _end(_locked(invitation), Invitation.Outcome.WITHDRAWN, now=now)


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return the open invitation that a link belongs to, None for a link that is wrong, used, old or withdrawn."""
    try:
        bare = signing.TimestampSigner(salt="accounts.invitation").unsign(token)
    except signing.BadSignature:
        return None
    rows = Invitation.across_businesses.select_related("business", "invited_by__user")
    found: Invitation | None = rows.filter(
        token_hash=_hash(bare), outcome=Invitation.Outcome.OPEN, expires_at__gt=now
    ).first()
    return found


def find_login(invitation: Invitation) -> User | None:
    """Return the login that somebody with this email has already."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept_with_login(invitation: Invitation, *, user: User, now: datetime) -> Member:
    """Take the place with the login that has this email. Raises AccountProblem."""
    row = _locked(invitation)
    if user.email.lower() != row.email or row.expires_at <= now:
        raise AccountProblem(GONE)
    return _take_place(row, user, now=now)


def accept_as_new(invitation: Invitation, *, name: str, password: str, now: datetime) -> Member:
    """Take the place as somebody who had no login, with the first password. Raises AccountProblem."""
    try:
        with transaction.atomic():
            row = _locked(invitation)
            if row.expires_at <= now:
                raise AccountProblem(GONE)
            user = User.objects.create_user(row.email, password, name=name.strip()[:120])
            vouch_for_email(user)
            return _take_place(row, user, now=now)
    except IntegrityError as error:
        raise AccountProblem("Somebody has made a login for this email meanwhile. Open the link again.") from error


@transaction.atomic
def change_role(member: Member, *, actor: Member, role: str, now: datetime) -> Member:
    """Change what a member may do. Raises AccountProblem: an owner always stays, and nobody raises themself."""
    row = _refuse(member.business, actor=actor, member=member, new=role)
    assert row is not None
    row.role = role
    row.save(update_fields=["role"])
    if role != Member.Role.OWNER:
        _withdraw_links_of(row, now=now)
    return row


@transaction.atomic
def remove_member(member: Member, *, actor: Member, now: datetime) -> Member:
    """Take somebody's place away, at once. What they wrote stays under their name. Raises AccountProblem."""
    row = _refuse(member.business, actor=actor, member=member, new=None)
    assert row is not None
    row.is_active = False
    row.save(update_fields=["is_active"])
    _withdraw_links_of(row, now=now)
    return row


def _withdraw_links_of(member: Member, *, now: datetime) -> None:
    """Who is no owner any more must not come back by a link that they gave themself."""
    rows = Invitation.objects.for_business(member.business_id).filter(
        invited_by=member, outcome=Invitation.Outcome.OPEN
    )
    rows.update(outcome=Invitation.Outcome.WITHDRAWN, ended_at=now)


def _refuse(
    business: Business, *, actor: Member, new: str | None, member: Member | None = None, old: str | None = None
) -> Member | None:
    """Raise AccountProblem for what the policy refuses; return the member, locked, where one is named."""
    # One change of a team after the other: two owners at once could otherwise remove each other. Locked before any
    # invitation, everywhere.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    team = {row.pk: row for row in Member.objects.for_business(business).filter(is_active=True).select_related("user")}
    row = team.get(member.pk) if member else None
    if member and row is None:
        raise AccountProblem("This person is not in your team any more.")
    problem = problem_of_role(
        actor=team[actor.pk].role if actor.pk in team else "",
        is_self=row is not None and row.pk == actor.pk,
        old=row.role if row else old,
        new=new,
        other_owners=sum(one.role == Member.Role.OWNER and one is not row for one in team.values()),
    )
    if problem:
        raise AccountProblem(problem)
    return row


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.for_business(invitation.business_id).select_for_update(of=("self",))
    row = rows.select_related("business").filter(pk=invitation.pk, outcome=Invitation.Outcome.OPEN).first()
    if row is None:
        raise AccountProblem(GONE)
    return row


def _take_place(invitation: Invitation, user: User, *, now: datetime) -> Member:
    member = Member.objects.for_business(invitation.business_id).select_for_update().filter(user=user).first()
    if member is None:
        member = Member.objects.create(business=invitation.business, user=user, role=invitation.role)
    elif not member.is_active:
        member.role, member.is_active = invitation.role, True
        member.save(update_fields=["role", "is_active"])
    _end(invitation, Invitation.Outcome.ACCEPTED, now=now)
    return member


def _end(invitation: Invitation, outcome: str, *, now: datetime) -> None:
    invitation.outcome, invitation.ended_at = outcome, now
    invitation.save(update_fields=["outcome", "ended_at"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _sign(token: str) -> str:
    return signing.TimestampSigner(salt="accounts.invitation").sign(token)
