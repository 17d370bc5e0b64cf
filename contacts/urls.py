"""Addresses of the contacts' pages."""

from django.urls import path

from contacts.views import bulk, contacts, fields, imports, person, segments

B = "b/<slug:slug>/contacts/"
SETTINGS = "b/<slug:slug>/settings/"
urlpatterns = [
    path(B, contacts.show_list, name="contacts"),
    path(f"{B}<int:contact_id>/", contacts.show_contact, name="contact"),
    path(f"{B}<int:contact_id>/edit/", contacts.edit_contact, name="contact_edit"),
    path(f"{B}export.csv", contacts.export, name="contacts_export"),
    path(f"{B}change/", bulk.change_many, name="contacts_bulk"),
    path(f"{B}change/<int:change_id>/", bulk.show_change, name="contacts_change"),
    path(f"{B}change/<int:change_id>/cancel/", bulk.cancel_change, name="contacts_change_cancel"),
    path(f"{B}<int:contact_id>/points/add/", person.add_point, name="contact_point_add"),
    path(f"{B}<int:contact_id>/points/<int:point_id>/", person.edit_point, name="contact_point"),
    path(f"{B}<int:contact_id>/points/<int:point_id>/detach/", person.detach_point, name="contact_point_detach"),
    path(f"{B}<int:contact_id>/stop/", person.stop_contact, name="contact_stop"),
    path(f"{B}<int:contact_id>/stop/<int:suppression_id>/lift/", person.lift_stop, name="contact_stop_lift"),
    path(f"{B}<int:contact_id>/consent/", person.add_consent, name="contact_consent"),
    path(f"{B}<int:contact_id>/not-interested/", person.decline, name="contact_decline"),
    path(f"{B}segments/", segments.show_segments, name="segments"),
    path(f"{B}segments/new/", segments.new_segment, name="segment_new"),
    path(f"{B}segments/count/", segments.count_people, name="segment_count"),
    path(f"{B}segments/<int:segment_id>/", segments.edit_segment, name="segment"),
    path(f"{B}segments/<int:segment_id>/size/", segments.size_of_segment, name="segment_size"),
    path(f"{B}segments/<int:segment_id>/delete/", segments.remove_segment, name="segment_delete"),
    path(f"{SETTINGS}fields/", fields.show_fields, name="settings_fields"),
    path(f"{SETTINGS}fields/<int:field_id>/", fields.edit_field, name="settings_field"),
    path(f"{B}imports/", imports.show_list, name="imports"),
    path(f"{B}imports/new/", imports.upload, name="import_new"),
    path(f"{B}imports/<int:batch_id>/", imports.show_batch, name="import_batch"),
    path(f"{B}imports/<int:batch_id>/columns/", imports.match_columns, name="import_columns"),
    path(f"{B}imports/<int:batch_id>/start/", imports.start, name="import_start"),
    path(f"{B}imports/<int:batch_id>/format/", imports.change_format, name="import_format"),
    path(f"{B}imports/<int:batch_id>/undo/", imports.undo, name="import_undo"),
    path(f"{B}imports/<int:batch_id>/cancel/", imports.cancel, name="import_cancel"),
    path(f"{B}imports/<int:batch_id>/rejects.csv", imports.download_rejects, name="import_rejects"),
]
