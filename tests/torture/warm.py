"""The product, with everything that the first request would import imported before gunicorn forks: killed workers are
replaced at once, so that kills fall into checkouts and not into start-ups."""

from django.urls import get_resolver

from optimapos.config.wsgi import application

get_resolver().url_patterns  # noqa: B018 - imported for its effect

__all__ = ["application"]
