"""Address of the live stream's tickets."""

from django.urls import path

from optimapos.live.api.views import LiveView

urlpatterns = [path("live/", LiveView.as_view(), name="live")]
