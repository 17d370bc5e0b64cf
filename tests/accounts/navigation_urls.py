"""Two of the main pages, for the navigation to find."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("b/<slug:slug>/", lambda request, slug: HttpResponse(), name="today"),
    path("b/<slug:slug>/inbox/", lambda request, slug: HttpResponse(), name="conversations"),
]
