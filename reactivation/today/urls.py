"""Address of the first page of a business."""

from django.urls import path

from reactivation.today.views import today

urlpatterns = [path("b/<slug:slug>/", today.show_today, name="today")]
