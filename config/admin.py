"""Third parties' models in the admin: the queue for superusers only, and no secret on any page."""

from __future__ import annotations

from typing import Any

from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success


class SuperusersOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """A task names a function to run, and a group names rights: whoever writes one can do everything."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


class NoSecrets(admin.ModelAdmin):  # type: ignore[type-arg]
    """What proves who somebody is can be withdrawn by staff, never read or written."""

    exclude = ("data", "session_key")
    list_select_related = ("user",)
    search_fields = ("user__email",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


QUEUE = ((Schedule, ScheduleAdmin), (Success, TaskAdmin), (Failure, FailAdmin), (OrmQ, QueueAdmin), (Group, GroupAdmin))
SECRET = ((Authenticator, AuthenticatorAdmin), (UserSession, UserSessionAdmin))
for kind, models in ((SuperusersOnly, QUEUE), (NoSecrets, SECRET)):
    for model, theirs in models:
        admin.site.unregister(model)
        # Ours first, so that its permissions win over what theirs says.
        admin.site.register(model, type(theirs.__name__, (kind, theirs), {}))
