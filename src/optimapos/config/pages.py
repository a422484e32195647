"""The browser's page: one document for every address of the till and the back office; its scripts find the way."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

PATHS_OF_PAGES = r"^(?!(?:api|admin|_allauth|accounts|static|media|live|assets)(?:/|$)|healthz$)[^.]*$"
"""Every path without a dot that belongs to nobody else: an unknown API path or file stays a plain 404."""

_NOT_BUILT = "The web application is not built. Run: make web"


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """The document, always asked for anew, as it names the scripts of this release; 503 where it was not built."""
    document = _document()
    if document is None:
        return HttpResponse(_NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(document)
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = settings.PAGE_POLICY
    return response


def _document() -> bytes | None:
    file = settings.WEB_ROOT / "index.html"
    return file.read_bytes() if file.is_file() else None
