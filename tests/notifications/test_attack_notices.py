"""A notice leads to a page of ours or nowhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from notifications.models import Notification
from notifications.services import notify
from tests.cast import Cast
from tests.factories import NOW


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"]
)
def test_a_notice_never_leads_away(cast: Cast, path: str) -> None:
    notify(cast.business, members=[cast.owner], kind="handoff", title="x", path=path, dedupe_key="x", now=NOW)
    notice = Notification.objects.for_business(cast.business).get()
    answer = cast.client(cast.owner).post(reverse("notification_open", args=[cast.business.slug, notice.pk]))
    assert answer["Location"] == reverse("notifications", args=[cast.business.slug])
