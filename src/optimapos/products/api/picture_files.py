"""The files of pictures, for whoever knows an address: a browser shows pictures without signing in for each.

An address is the hash of what lies there, so it may be kept for ever; nobody can guess one, and none tells whose it is.
"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from optimapos.products.services.picture_files import open_file
from optimapos.products.types import PictureSize

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""It is a picture and nothing else, whatever a browser thinks of its bytes."""


@require_safe
def picture_file(request: HttpRequest, address: str, size: str) -> HttpResponseBase:
    """One file of a picture.

    Raises: Http404.
    """
    tag = f'"{address}-{size}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=HEADERS | {"ETag": tag})
    file = open_file(address, PictureSize(size))
    if file is None:
        raise Http404
    return FileResponse(file, content_type="image/webp", headers=HEADERS | {"ETag": tag})
