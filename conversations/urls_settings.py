"""Addresses of the settings for senders and approved words, included by conversations.urls."""

from django.urls import path

from conversations.views import settings_channels, settings_copy, settings_phone

B = "b/<slug:slug>/settings/"
S = f"{B}channels/<int:account_id>/"
C = f"{B}answers/<slug:copy_key>/"
urlpatterns = [
    path(f"{B}channels/", settings_channels.show_list, name="settings_channels"),
    path(f"{B}channels/new/", settings_channels.add, name="settings_channel_new"),
    path(S, settings_channels.show_one, name="settings_channel"),
    path(f"{S}state/", settings_channels.show_state, name="settings_channel_state"),
    path(f"{S}check/", settings_channels.check, name="settings_channel_check"),
    path(f"{S}switch/", settings_channels.switch, name="settings_channel_switch"),
    path(f"{B}phone/", settings_phone.show, name="settings_phone"),
    path(f"{B}phone/code/", settings_phone.confirm, name="settings_phone_confirm"),
    path(f"{B}answers/", settings_copy.show_list, name="settings_copy"),
    path(C, settings_copy.edit, name="settings_copy_edit"),
    path(f"{C}preview/", settings_copy.preview, name="settings_copy_preview"),
    path(f"{C}versions/<int:version>/use/", settings_copy.use_again, name="settings_copy_use"),
]
