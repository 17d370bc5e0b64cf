"""Who and whose: users, businesses, members, and the rows of work that carry facts upward."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from accounts.tenancy import BusinessOwned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user who signs in by email; without a password nobody can sign in as them yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        # Sign-in is by email in any case.
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


def standard_hours() -> dict[str, list[list[str]]]:
    """Monday to Friday, 8 to 17: a start that the owner changes in Settings."""
    return {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


class Business(models.Model):
    class Plan(models.TextChoices):
        STARTER = "starter", "Starter"
        GROWTH = "growth", "Growth"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    # Demo or live for ever: a trigger refuses a change, so that no demo data can reach a real phone.
    is_demo = models.BooleanField(default=False)
    sender_name = models.CharField(max_length=60, help_text="How the business names itself in every first text.")
    zone = models.CharField(max_length=64, default="America/New_York")
    country = models.CharField(max_length=2, default="US")
    state = models.CharField(max_length=3, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="Named in the answer to HELP.")
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    currency = models.CharField(max_length=3, default="USD")
    language = models.CharField(max_length=8, default="en")
    trade = models.CharField(max_length=60, blank=True, help_text="What the business does, such as plumbing.")
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.GROWTH)
    # {"mon": [["08:00", "17:00"]], ...}; read by accounts.hours.
    hours = models.JSONField(default=standard_hours)
    campaign_cap_per_day = models.PositiveSmallIntegerField(default=1)
    reply_wait_seconds = models.PositiveSmallIntegerField(default=6)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "businesses"
        constraints: ClassVar = [
            # Ruling 5: never more than the strictest law's three in 24 hours.
            models.CheckConstraint(
                condition=models.Q(campaign_cap_per_day__gte=1, campaign_cap_per_day__lte=3),
                name="campaign_cap_within_law",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(BusinessOwned):
    """A day on which the business is closed."""

    date = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["business", "date"], name="one_holiday_per_day")]
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()


class Member(BusinessOwned):
    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        MANAGER = "manager", "Manager"
        AGENT = "agent", "Agent"
        VIEWER = "viewer", "Viewer"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    is_active = models.BooleanField(default=True)
    hours = models.JSONField(default=dict, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    on_call_weeks = models.JSONField(default=list, blank=True)
    territories = models.JSONField(default=list, blank=True)
    # Their own phone, E.164, for test texts and later for notices: used only once a code sent to it came back.
    phone = models.CharField(max_length=20, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    # Keyed hash of the code, when it was sent, and how often a wrong one was typed.
    phone_code_hash = models.CharField(max_length=64, blank=True)
    phone_code_sent_at = models.DateTimeField(null=True, blank=True)
    phone_code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["business", "user"], name="one_member_per_user")]

    def __str__(self) -> str:
        return str(self.user)


class Invitation(BusinessOwned):
    """A place in a business that waits for somebody. The link is handed over by an owner; only its hash is stored."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # Lower case.
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Member.Role)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Two open links for one person would be two ways in, of which only one is remembered.
            models.UniqueConstraint(
                fields=["business", "email"], condition=models.Q(outcome="open"), name="one_open_invitation"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class WorkItem(models.Model):
    """A fact that happened, stored in the transaction that made it happen; listeners react afterwards."""

    business = models.ForeignKey(Business, on_delete=models.PROTECT, null=True, related_name="+")
    fact = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    fanned_out_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # accounts.work.fan_out: the facts no listener has been told yet.
            models.Index(fields=["id"], condition=models.Q(fanned_out_at=None), name="work_to_fan_out"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.pk}"


class ListenerRun(models.Model):
    """One listener's turn with one fact: its own retries and its own visible failure."""

    class Status(models.TextChoices):
        DUE = "due", "Due"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="runs")
    listener = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    # The number under which whoever runs it holds a lock; 0 for nobody.
    claimed_by = models.IntegerField(default=0, db_default=0)
    finished_at = models.DateTimeField(null=True)
    # The class of the error only: its text may hold personal data.
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "listener"], name="one_run_per_listener_and_fact"),
        ]
        indexes: ClassVar = [
            # accounts.work.claim: what is due for a listener, oldest first, whatever the table's size.
            models.Index(fields=["listener", "due_at", "id"], condition=models.Q(status="due"), name="turn_due"),
            # accounts.work.claim and recover: who is at what.
            models.Index(fields=["listener", "claimed_by"], condition=models.Q(status="running"), name="turn_running"),
        ]

    def __str__(self) -> str:
        return f"{self.listener} {self.status}"
