"""Refusals as RFC 9457 documents: `type`, `title`, `status`, `code`, `detail`, `data`, `suggestions`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from optimapos.apikit.statuses import STATUS_OF
from optimapos.core.outages import is_outage, unavailable
from optimapos.core.result import DomainError

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = 1
PASSES_BY_ITSELF = frozenset({"BUSY", "IN_PROGRESS", "UNAVAILABLE", "LIVE_AWAY"})
"""Refusals that say when to come back."""


class Refusal(exceptions.APIException):
    """A domain refusal on its way out of a view."""

    def __init__(self, refusal: DomainError) -> None:
        super().__init__(refusal.msg)
        self.refusal = refusal


def problem(
    code: str, detail: str, data: Mapping[str, Any] | None = None, suggestions: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The document of one refusal."""
    status = STATUS_OF[code]
    return {
        "type": f"urn:optimapos:{code.lower()}",
        "title": status.phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        "data": dict(data or {}),
        "suggestions": list(suggestions),
    }


def problem_response(
    code: str, detail: str, data: Mapping[str, Any] | None = None, suggestions: tuple[str, ...] = ()
) -> Response:
    """The answer of one refusal; a 409 that passes by itself says when to come back."""
    response = Response(
        problem(code, detail, data, suggestions), status=int(STATUS_OF[code]), content_type=PROBLEM_JSON
    )
    if code in PASSES_BY_ITSELF:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every exception that a view may answer with, as a problem; None for a bug, which stays one."""
    if isinstance(error, Refusal):
        error = error.refusal
    if is_outage(error):
        error = unavailable()
    if isinstance(error, DomainError):
        return problem_response(error.code, error.msg, error.data, error.suggestions)
    if isinstance(error, exceptions.ValidationError):
        return problem_response("VALIDATION_FAILED", *_validation(error))
    if isinstance(error, RequestDataTooBig):
        return problem_response("TOO_LARGE", "The body is larger than the server accepts.")
    found = _known(error)
    if found is None:
        return None
    response = problem_response(*found)
    if isinstance(error, exceptions.APIException):
        _copy_headers(error, response)
    return response


def _known(error: Exception) -> tuple[str, str] | None:
    if isinstance(error, (Http404, exceptions.NotFound)):
        return "NOT_FOUND", "There is nothing here, or nothing that you may see."
    if isinstance(error, PermissionDenied):
        return "PERMISSION_DENIED", "Your role does not permit this."
    if not isinstance(error, exceptions.APIException):
        return None
    code = str(error.get_codes()).upper()
    return (code, str(error.detail)) if code in STATUS_OF else None


def _copy_headers(error: exceptions.APIException, response: Response) -> None:
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))


def _validation(error: exceptions.ValidationError) -> tuple[str, dict[str, Any]]:
    errors = list(_flat(error.get_full_details(), ""))
    first = errors[0] if errors else {"field": "", "detail": "The request is not valid."}
    where = f"{first['field']}: " if first["field"] else ""
    return f"{where}{first['detail']}", {"errors": errors}


def _flat(details: Any, path: str) -> Any:
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield {"field": path, "code": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, Mapping):
        for key, inner in details.items():
            yield from _flat(inner, _below(path, key))
    else:
        for at, inner in enumerate(details):
            leaf = isinstance(inner, Mapping) and set(inner) == {"message", "code"}
            yield from _flat(inner, path if leaf else f"{path}[{at}]")


def _below(path: str, key: Any) -> str:
    """The place of a part: rows of a list come by their numbers."""
    if key == "non_field_errors":
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else str(key)
