"""An outreach to a segment: its steps, its texts, and one row for each contact's way through it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from contacts.models import Contact, ContactPoint, SavedSegment
from conversations.models import ChannelAccount, Message


class Campaign(BusinessOwned):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped"

    class Goal(models.TextChoices):
        REPLY = "reply", "A positive reply"
        APPOINTMENT = "appointment", "An appointment or a won deal"

    class PausedBy(models.TextChoices):
        """Who paused it: a member, or what was watched."""

        MEMBER = "member", "A member"
        PLAN = "plan", "The plan"
        OPT_OUTS = "opt_outs", "Too many opt-outs"
        COMPLAINTS = "complaints", "Too many complaints"
        FILTERED = "filtered", "The carrier filters its texts"
        SENDER = "sender", "Its sender fails"

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # What contacts.segments reads: {"all": [...]} or {"any": [...]}; a copy of the segment it was taken from.
    audience = models.JSONField(default=dict, blank=True)
    segment = models.ForeignKey(SavedSegment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Whoever was texted by any campaign within so many days, or is in another one that is under way, stays out.
    exclude_recent_days = models.PositiveSmallIntegerField(null=True, blank=True)
    exclude_running = models.BooleanField(default=True)
    # Shares of those who may be written to that get nothing, to compare with (feature 133); chosen at launch.
    holdback_percent = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    # At most so many people get their first text in one day of the business's zone.
    daily_limit = models.PositiveIntegerField(null=True, blank=True)
    # {"days": [0..6, Monday is 0], "from": "09:00", "until": "18:00"} where the recipient is; empty: any lawful hour.
    window = models.JSONField(default=dict, blank=True)
    # Besides a reply, an opt-out and a decline: {"standings": [...], "tags": [...]} end a contact's way.
    stop_on = models.JSONField(default=dict, blank=True)
    goal = models.CharField(max_length=12, choices=Goal, default=Goal.APPOINTMENT)
    # An appointment or won deal counts within so many days of the reply (features.md, "Measures").
    conversion_days = models.PositiveSmallIntegerField(default=60)
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    launched_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    paused_by = models.CharField(max_length=12, choices=PausedBy, blank=True)
    # Figures that pause a campaign are counted from here on: whoever resumes it has looked at the earlier ones.
    resumed_at = models.DateTimeField(null=True)
    # What was warned of since it was launched or resumed: {paused_by: sentence}.
    warnings = models.JSONField(default=dict, blank=True)
    # Why it was not launched when its time had come.
    launch_problem = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["business", "-id"], name="campaign_list"),
            models.Index(fields=["id"], condition=Q(state="running"), name="campaign_running"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(BusinessOwned):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8, default="sms")
    # After the previous step was handed over; zero for the first.
    delay_hours = models.PositiveIntegerField(default=0)
    # Later than this after its time (a pause, an outage, hours that never came) the step is skipped, not sent.
    valid_hours = models.PositiveIntegerField(default=72)
    # A member took it back: nobody gets it any more.
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "position"], name="steps_in_order", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"step {self.position}"


class Variant(BusinessOwned):
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="variants")
    label = models.CharField(max_length=1, default="A")
    body = models.TextField()
    weight = models.PositiveSmallIntegerField(default=1)
    # Who launched these words, and when: the approved copy that a Clearance names.
    approved_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["label"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "label"], name="one_variant_per_label")]

    def __str__(self) -> str:
        return f"variant {self.label}"


class Enrollment(BusinessOwned):
    class State(models.TextChoices):
        ACTIVE = "active", "On its way"
        REPLIED = "replied", "Replied"
        COMPLETED = "completed", "All steps sent"
        STOPPED = "stopped", "Stopped"
        LEFT_OUT = "left_out", "Left out"
        FAILED = "failed", "Could not be reached"
        HELD_BACK = "held_back", "Held back to compare"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="enrollments")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="enrollments")
    point = models.ForeignKey(ContactPoint, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    # Why it is left out or stopped: a code for counting, the findings for people ([[rule, verdict, reason, sentence]]).
    reason = models.CharField(max_length=40, blank=True)
    findings = models.JSONField(default=list, blank=True)
    next_position = models.PositiveSmallIntegerField(default=1)
    next_due_at = models.DateTimeField(null=True)
    # The time of a later step as planned, from which its lateness counts; hours may move `next_due_at` past it. A first
    # text is on time when it is released.
    step_due_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    reply_intent = models.CharField(max_length=20, blank=True)
    opted_out_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    # When the campaign's goal was reached, and by what ("reply", "appointment", "won").
    converted_at = models.DateTimeField(null=True)
    converted_by = models.CharField(max_length=12, blank=True)
    # When the first text was released: the daily limit counts by it.
    released_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "contact"], name="one_enrollment_per_contact"),
        ]
        indexes: ClassVar = [
            # Steps that are due, whatever the table's size: later steps go before first texts. Held-back people are
            # judged once like everybody, so that those who may not be written to are not compared with.
            models.Index(
                fields=["next_position", "next_due_at", "id"],
                condition=Q(state__in=["active", "held_back"], next_due_at__isnull=False),
                name="enrollment_due",
            ),
            models.Index(fields=["campaign", "state", "id"], name="enrollment_by_state"),
            models.Index(fields=["contact"], condition=Q(state="active"), name="enrollment_active_contact"),
            # The daily limit, and whom a campaign wrote to lately.
            models.Index(
                fields=["campaign", "released_at"], condition=Q(released_at__isnull=False), name="enrollment_released"
            ),
            models.Index(fields=["contact", "-id"], name="enrollment_by_contact"),
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class StepMessage(BusinessOwned):
    """Which message a step became for one enrollment."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="sent_steps")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "step"], name="one_message_per_step"),
        ]

    def __str__(self) -> str:
        return f"step message {self.pk}"


class StepSkip(BusinessOwned):
    """A step that one contact did not get because its time had passed."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="skipped_steps")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    skipped_at = models.DateTimeField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrollment", "step"], name="one_skip_per_step")]

    def __str__(self) -> str:
        return f"skipped step {self.pk}"


class CampaignCheck(BusinessOwned):
    """A look at everybody a draft is for, made in the background: who would get it, who not and why."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="checks")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Of audience, texts, sender and settings: a check of something else is out of date.
    draft_hash = models.CharField(max_length=64)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # {"allowed", "waits", "held_back", "segments" (of first texts), "unknown_line", "attested": n,
    #  "left_out": {reason: n}, "sampled", "sampled_segments": people whose later texts were composed, and their cost}
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["campaign", "-id"], name="check_newest"),
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "running"]), name="check_to_do"),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"


class CheckPart(BusinessOwned):
    """People a check has still to look at, by their ids. Taken under a lock and removed with the results."""

    check_run = models.ForeignKey(CampaignCheck, on_delete=models.CASCADE, related_name="parts")
    contact_ids = ArrayField(models.BigIntegerField())
    point_ids = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"part {self.pk}"


class CheckFinding(BusinessOwned):
    """One person whom a check leaves out, with the findings for people."""

    check_run = models.ForeignKey(CampaignCheck, on_delete=models.CASCADE, related_name="findings")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    findings = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["check_run", "reason", "id"], name="findings_by_reason")]

    def __str__(self) -> str:
        return f"finding {self.pk}"


class Simulation(BusinessOwned):
    """A draft played through on a moved clock: who gets what and when, and what the hours do to it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="simulations")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    draft_hash = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    # How many people were played through, of how many; the rest is said not to have been looked at.
    people = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "-id"], name="simulation_newest")]

    def __str__(self) -> str:
        return f"simulation {self.pk}"


class SimulatedStep(BusinessOwned):
    """What a simulation did with one step of one contact."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        LEFT_OUT = "left_out", "Left out"
        SKIPPED = "skipped", "Skipped"
        HELD_BACK = "held_back", "Held back to compare"

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="steps")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    variant_label = models.CharField(max_length=1, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    # When it was first due, and when it left or was given up: hours that bit lie between.
    due_at = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)
    body = models.TextField(blank=True)
    segments = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["simulation", "at", "id"], name="simulated_by_time")]

    def __str__(self) -> str:
        return f"simulated step {self.pk}"
