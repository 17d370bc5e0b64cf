"""What the report counts by: one narrow row for each text that left, and the sums of those rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.tenancy import BusinessOwned


class SentText(BusinessOwned):
    """A campaign's text that was handed to the provider, as the report sees it. Kept by `counting`."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    enrollment = models.ForeignKey("campaigns.Enrollment", on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.ForeignKey("campaigns.Step", on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.ForeignKey("campaigns.Variant", on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.OneToOneField("conversations.Message", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(
        "conversations.ChannelAccount", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    left_at = models.DateTimeField()
    # Weekday (Monday is 0) times 24 plus the hour, by the recipient's clock when it left.
    slot = models.PositiveSmallIntegerField()
    segments = models.PositiveSmallIntegerField()
    # The provider or the carrier said that it did not arrive.
    failed = models.BooleanField(default=False)
    # Allowed in the moment of hand-over by a Clearance, with sender, attempt and a way to stop.
    proven = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["enrollment", "left_at"], name="sent_text_of_enrollment")]

    def __str__(self) -> str:
        return f"sent text {self.pk}"


class Tally(BusinessOwned):
    """Sums over a campaign's SentTexts with the same step, variant, sender and slot. Kept by `counting`."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.ForeignKey("campaigns.Step", on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.ForeignKey("campaigns.Variant", on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(
        "conversations.ChannelAccount", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    slot = models.PositiveSmallIntegerField()
    texts = models.IntegerField(default=0)
    segments = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    proven = models.IntegerField(default=0)
    # People whose first text is among these, and people who were reached first by one of these: nobody counts twice.
    people = models.IntegerField(default=0)
    reached = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "step", "variant", "account", "slot"],
                name="one_tally_per_key",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"tally {self.pk}"
