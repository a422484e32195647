"""What is answered outside of any view: an address that does not exist, and a bug."""

from django.http import HttpRequest, HttpResponse

from optimapos.apikit.problems import PROBLEM_JSON, problem
from optimapos.apikit.renderers import dump_json


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that does not exist, answered like a record that does not."""
    return _problem("NOT_FOUND", "There is nothing here, or nothing that you may see.")


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug. It is in the log; nothing was written, because the operation did not commit."""
    return _problem("INTERNAL_ERROR", "Something went wrong on our side. Nothing was booked; try again.")


def _problem(code: str, detail: str) -> HttpResponse:
    document = problem(code, detail)
    return HttpResponse(dump_json(document), status=document["status"], content_type=PROBLEM_JSON)
