"""Addresses of what belongs to accounts."""

from django.urls import path

from accounts.views import home, invitations, settings, team

B = "b/<slug:slug>/settings/"
urlpatterns = [
    path("", home.choose_business, name="home"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path(B, settings.show_sections, name="settings"),
    path(f"{B}business/", settings.edit_details, name="settings_business"),
    path(f"{B}hours/", settings.edit_hours, name="settings_hours"),
    path(f"{B}team/", team.show_team, name="settings_team"),
    path(f"{B}team/add/", team.add, name="settings_team_add"),
    path(f"{B}team/<int:member_id>/", team.show_member, name="settings_member"),
    path(f"{B}team/<int:member_id>/remove/", team.remove, name="settings_member_remove"),
    path(f"{B}team/invitations/<int:invitation_id>/link/", team.renew, name="settings_invitation_link"),
    path(f"{B}team/invitations/<int:invitation_id>/withdraw/", team.withdraw, name="settings_invitation_withdraw"),
]
