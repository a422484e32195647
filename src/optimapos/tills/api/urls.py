"""Addresses of tills."""

from django.urls import path

from optimapos.tills.api import feed, people

urlpatterns = [
    path("till/", feed.StartView.as_view(), name="till"),
    path("till/catalog/", feed.CatalogView.as_view(), name="till-catalog"),
    path("till/changes/", feed.ChangesView.as_view(), name="till-changes"),
    path("till/people/", people.PeopleView.as_view(), name="till-people"),
]
