"""Addresses of the campaigns' pages."""

from django.urls import path

from reactivation.campaigns.views import building, running

B = "b/<slug:slug>/campaigns/"
C = f"{B}<int:campaign_id>/"
urlpatterns = [
    path(B, running.show_list, name="campaigns"),
    path(f"{B}new/", building.start, name="campaign_new"),
    path(C, running.show_report, name="campaign"),
    path(f"{C}audience/", building.choose_audience, name="campaign_audience"),
    path(f"{C}audience/count/", building.count_audience, name="campaign_audience_count"),
    path(f"{C}texts/", building.write_texts, name="campaign_texts"),
    path(f"{C}texts/preview/", building.preview_text, name="campaign_preview"),
    path(f"{C}check/", building.check, name="campaign_check"),
    path(f"{C}delete/", building.delete, name="campaign_delete"),
    path(f"{C}launch/", building.launch, name="campaign_launch"),
    path(f"{C}pause/", running.pause, name="campaign_pause"),
    path(f"{C}resume/", running.resume, name="campaign_resume"),
    path(f"{C}stop/", running.stop, name="campaign_stop"),
]
