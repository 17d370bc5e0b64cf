"""Addresses of the contacts' pages."""

from django.urls import path

from contacts.views import contacts, imports

B = "b/<slug:slug>/contacts/"
urlpatterns = [
    path(B, contacts.show_list, name="contacts"),
    path(f"{B}<int:contact_id>/", contacts.show_contact, name="contact"),
    path(f"{B}<int:contact_id>/edit/", contacts.edit_contact, name="contact_edit"),
    path(f"{B}<int:contact_id>/stop/", contacts.stop_contact, name="contact_stop"),
    path(f"{B}imports/", imports.show_list, name="imports"),
    path(f"{B}imports/new/", imports.upload, name="import_new"),
    path(f"{B}imports/<int:batch_id>/", imports.show_batch, name="import_batch"),
    path(f"{B}imports/<int:batch_id>/columns/", imports.match_columns, name="import_columns"),
    path(f"{B}imports/<int:batch_id>/start/", imports.start, name="import_start"),
    path(f"{B}imports/<int:batch_id>/cancel/", imports.cancel, name="import_cancel"),
    path(f"{B}imports/<int:batch_id>/rejects.csv", imports.download_rejects, name="import_rejects"),
]
