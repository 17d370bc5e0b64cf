"""Addresses of the notifications' pages."""

from django.urls import path

from notifications.views import notices

B = "b/<slug:slug>/notifications/"
urlpatterns = [
    path(B, notices.show_list, name="notifications"),
    path(f"{B}read/", notices.mark_all_read, name="notifications_read"),
    path(f"{B}<int:notification_id>/", notices.open_one, name="notification_open"),
]
