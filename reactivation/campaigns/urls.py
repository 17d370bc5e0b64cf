"""Addresses of the campaigns' pages."""

from django.urls import path

from reactivation.campaigns.views import acting, building, check, listing, report, simulation, texts, trying

B = "b/<slug:slug>/campaigns/"
C = f"{B}<int:campaign_id>/"
urlpatterns = [
    path(B, listing.show_list, name="campaigns"),
    path(f"{B}new/", building.start, name="campaign_new"),
    path(C, report.show_report, name="campaign"),
    path(f"{C}people.csv", report.export_people, name="campaign_people_csv"),
    path(f"{C}figures.csv", report.export_figures, name="campaign_figures_csv"),
    path(f"{C}audience/", building.choose_audience, name="campaign_audience"),
    path(f"{C}texts/", texts.write_texts, name="campaign_texts"),
    path(f"{C}texts/preview/", texts.preview_text, name="campaign_preview"),
    path(f"{C}schedule/", building.plan, name="campaign_schedule"),
    path(f"{C}schedule/estimate/", building.estimate, name="campaign_estimate"),
    path(f"{C}check/", check.check, name="campaign_check"),
    path(f"{C}check/left-out/<slug:reason>/", check.show_left_out, name="campaign_check_left_out"),
    path(f"{C}simulation/", simulation.simulate, name="campaign_simulation"),
    path(f"{C}simulation/people/", simulation.show_people, name="campaign_simulation_people"),
    path(f"{C}test/", trying.send_to_me, name="campaign_test"),
    path(f"{C}launch/", check.launch, name="campaign_launch"),
    path(f"{C}unschedule/", acting.unschedule, name="campaign_unschedule"),
    path(f"{C}progress/", acting.show_progress, name="campaign_progress"),
    path(f"{C}pause/", acting.pause, name="campaign_pause"),
    path(f"{C}resume/", acting.resume, name="campaign_resume"),
    path(f"{C}stop/", acting.stop, name="campaign_stop"),
    path(f"{C}recall/", acting.recall, name="campaign_recall"),
    path(f"{C}copy/", listing.copy, name="campaign_copy"),
    path(f"{C}archive/", listing.archive, name="campaign_archive"),
    path(f"{C}delete/", listing.delete, name="campaign_delete"),
]
