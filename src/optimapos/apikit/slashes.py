"""Addresses without their final slash: a read is sent on, a write of the API is refused, because clients that are sent on
ask again without the body, and take the answer for that of their write.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware

from optimapos.apikit.problems import PROBLEM_JSON, problem
from optimapos.apikit.renderers import dump_json

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class SlashMiddleware(CommonMiddleware):
    """Django's own, which sends everything on, but for writes of the API."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, or another address, or the refusal of a write."""
        is_write = request.method not in READS and request.path_info.startswith("/api/")
        if not is_write or response.status_code != 404 or not self.should_redirect_with_slash(request):
            return super().process_response(request, response)
        path = f"{request.path_info}/"
        told = problem("NOT_FOUND", f"Write the address with a slash at its end: {path}", {"path": path})
        return HttpResponse(dump_json(told), status=404, content_type=PROBLEM_JSON)
