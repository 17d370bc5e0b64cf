"""Addresses of what belongs to accounts."""

from django.urls import path

from accounts.views import home, settings

B = "b/<slug:slug>/settings/"
urlpatterns = [
    path("", home.choose_business, name="home"),
    path(B, settings.show_sections, name="settings"),
    path(f"{B}business/", settings.edit_details, name="settings_business"),
    path(f"{B}hours/", settings.edit_hours, name="settings_hours"),
]
