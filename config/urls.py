"""All addresses. Each app brings its own under the prefix given here."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

APPS = (
    "accounts.urls",
    "contacts.urls",
    "conversations.urls",
    "reactivation.today.urls",
    "reactivation.campaigns.urls",
    "notifications.urls",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("patterns/", staff_member_required(TemplateView.as_view(template_name="patterns.html")), name="patterns"),
    path("webhooks/", include("conversations.urls_webhooks")),
    *(path("", include(module)) for module in APPS if find_spec(module)),
]
