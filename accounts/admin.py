"""The admin of accounts, and what the admins of the upper floors are made of.

Staff see every business. What changes state goes through services; evidence can only be read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import work
from accounts.forms import BusinessForm
from accounts.models import Business, Holiday, Invitation, ListenerRun, Member, User, WorkItem
from accounts.services import AccountProblem, create_business, edit_business, vouch_for_email


class ReadingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that staff read and never write by hand. An action with `permissions=["operate"]` needs the change right."""

    list_per_page = 50
    # A second count over a large table tells nobody more.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_operate_permission(request)

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Say whether these staff may use the actions that call services."""
        code = get_permission_codename("change", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{code}")


class OperatedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows with actions of their own beside the form: the same name for the right as in ReadingAdmin."""

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Say whether these staff may use the actions that call services."""
        return self.has_change_permission(request)


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name")


class EditUserForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"


RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Logins. Only a superuser gives rights or touches another member of staff: everything else would be a ladder."""

    form, add_form = EditUserForm, NewUserForm
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "is_active")}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        # The address is what somebody signs in with and what was verified: another address is another login.
        fixed = (*super().get_readonly_fields(request, obj), *(("email",) if obj else ()))
        return fixed if request.user.is_superuser else (*fixed, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or bool(request.user.is_superuser) or not obj.is_staff)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # Names stand on evidence: a login is switched off, never deleted.
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            vouch_for_email(obj)


class NewBusinessForm(forms.ModelForm):  # type: ignore[type-arg]
    owner_email = forms.EmailField(help_text="Signs in as owner. A known email keeps its login and password.")

    class Meta:
        model = Business
        fields = ("name", "is_demo", "zone", "country", "state")


class MemberInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Member
    fields = ("user", "role", "is_active")
    raw_id_fields = ("user",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        return super().get_queryset(request).select_related("user")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Business)
class BusinessAdmin(OperatedAdmin):
    """Businesses. Demo or live is for ever; the plan and the stop of all sending are actions of upper floors."""

    form = BusinessForm
    list_display = ("name", "slug", "is_demo", "plan", "country", "zone", "created_at")
    list_filter = ("is_demo", "plan", "country")
    search_fields = ("name", "slug", "email")
    readonly_fields = ("slug", "is_demo", "plan", "created_at")
    fields = ("name", "slug", "is_demo", "plan", "sender_name", "trade", "zone", "country", "state", "postal_address",
              "phone", "email", "website", "campaign_cap_per_day", "reply_wait_seconds", "created_at")  # fmt: skip
    inlines: ClassVar = [MemberInline]

    def get_form(self, request: HttpRequest, obj: Business | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            return NewBusinessForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Business | None = None) -> Any:
        return self.fields if obj else ("name", "owner_email", "is_demo", "zone", "country", "state")

    def get_readonly_fields(self, request: HttpRequest, obj: Business | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Business | None) -> Any:
        return self.inlines if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Business, form: Any, change: bool) -> None:
        if change:
            edit_business(obj, values={name: form.cleaned_data[name] for name in form.changed_data})
            return
        values = {name: form.cleaned_data[name] for name in ("zone", "country", "state")}
        try:
            made, _ = create_business(
                name=obj.name, owner_email=form.cleaned_data["owner_email"], is_demo=obj.is_demo, **values
            )
        except AccountProblem as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return
        obj.pk, obj.slug = made.pk, made.slug


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Member
        fields = ("business", "user", "role", "is_active", "away_until")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        leaves = data.get("role") != Member.Role.OWNER or not data.get("is_active")
        if self.instance.pk and leaves and self._is_last_owner():
            raise forms.ValidationError("This is the only owner. Make somebody else an owner first.")
        return data

    def _is_last_owner(self) -> bool:
        owners = Member.objects.for_business(self.instance.business_id).filter(role=Member.Role.OWNER, is_active=True)
        return [member.pk for member in owners[:2]] == [self.instance.pk]


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = MemberForm
    list_display = ("user", "business", "role", "is_active", "created_at")
    list_filter = ("role", "is_active", "business")
    list_select_related = ("user", "business")
    search_fields = ("user__email", "user__name", "business__name")
    raw_id_fields = ("user", "business")

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> Any:
        # What a member wrote stays with this business and this person.
        return ("business", "user") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadingAdmin):
    list_display = ("email", "business", "role", "outcome", "expires_at")
    list_filter = ("outcome", "business")
    list_select_related = ("business",)
    search_fields = ("email", "business__name")
    exclude = ("token_hash",)


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("date", "name", "business")
    list_filter = ("business",)
    list_select_related = ("business",)
    search_fields = ("name", "business__name")
    raw_id_fields = ("business",)


@admin.register(WorkItem)
class WorkItemAdmin(ReadingAdmin):
    list_display = ("id", "fact", "business", "created_at", "fanned_out_at")
    list_filter = ("fact", ("fanned_out_at", admin.EmptyFieldListFilter))
    list_select_related = ("business",)
    search_fields = ("fact", "business__name")


@admin.register(ListenerRun)
class ListenerRunAdmin(ReadingAdmin):
    list_display = ("listener", "status", "attempts", "error", "fact", "due_at", "finished_at")
    list_filter = ("status", "listener")
    list_select_related = ("item",)
    search_fields = ("listener", "error")
    actions = ("retry",)

    @admin.display(description="fact")
    def fact(self, turn: ListenerRun) -> str:
        return turn.item.fact

    @admin.action(description="Try the failed ones again", permissions=["operate"])
    def retry(self, request: HttpRequest, queryset: QuerySet[ListenerRun]) -> None:
        count = work.retry_failed(list(queryset.values_list("pk", flat=True)), now=timezone.now())
        self.message_user(request, f"{count} failed turns are due again; the others were not failed.")


def describe_fields(model: type[models.Model], *left_out: str) -> list[str]:
    """Return the names of a model's fields in order, for a page that must not show some of them."""
    return [field.name for field in model._meta.fields if field.name not in left_out]
