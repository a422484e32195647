"""The two hot endpoints, as plain views: msgspec in, stored bytes out, one service call between.

They answer like every other endpoint, problem documents included; only the machinery around them is thinner.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from optimapos.apikit.idempotency import Answer, fingerprint_of, key_of
from optimapos.apikit.problems import (
    PASSES_BY_ITSELF,
    PROBLEM_JSON,
    RETRY_AFTER_SECONDS,
    exception_handler,
    problem,
)
from optimapos.apikit.renderers import dump_json
from optimapos.apikit.requests import origin_of
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.organization.api.authentication import (
    TERMINAL_SCHEME,
    AccountTokenAuthentication,
    BrowserAuthentication,
)
from optimapos.sales.commands import Checkout, Settling, decode_checkout, decode_settling
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.calls import Call
from optimapos.wallet.api.throttles import slow_down

T = TypeVar("T")
_SENTENCES = (
    ("[A-Za-z0-9_-]", "Write a code of up to 40 Latin letters, digits, - and _."),
    ("\\A(100(", 'Write a percentage from 0 to 100 with up to four decimals, such as "12.5".'),
    ("\\A[0-9]{1,9}", 'Write a quantity above 0 and below 1,000,000,000 with up to six decimals, such as "2.5".'),
    ("\\A[0-9]{1,13}", 'Write a price of 0 or more, below 10,000,000,000,000, such as "12.50".'),
    ("\\A[0-9]{1,14}", 'Write an amount of 0 or more, below 100,000,000,000,000, such as "12.50".'),
)
"""What is said in place of a pattern, by a part of it that no other one has."""


@csrf_exempt
def checkout(request: HttpRequest) -> HttpResponse:
    """POST /api/sales/checkout/: a whole sale in one request. Cookie sign-ins have CSRF enforced by their class."""
    return _answered(request, lambda: _checkout(request))


@csrf_exempt
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /api/sales/{id}/complete/: a cart with its payments."""
    return _answered(request, lambda: _complete(request, pk))


def _checkout(request: HttpRequest) -> Answer:
    call, command = _call(request), checkout_of(request.body)
    _slow_down(request, command)
    return CheckoutService.checkout(command=command, call=call)


def _complete(request: HttpRequest, sale_id: UUID) -> Answer:
    call, settling = _call(request), _settling_body(request.body)
    _slow_down(request, settling)
    return CheckoutService.complete_sale(sale_id=sale_id, settling=settling, call=call)


def _slow_down(request: HttpRequest, settling: Settling) -> None:
    """Codes of cards are guessed at as slowly here as where they are looked up."""
    if any(tender.code for tender in settling.payments):
        slow_down(request)


def checkout_of(body: bytes) -> Checkout:
    """A whole cart with its payments.

    Refuses: VALIDATION_FAILED (data: errors), PARSE_ERROR.
    """
    return _decoded(decode_checkout, body)


def _settling_body(body: bytes) -> Settling:
    return _decoded(decode_settling, body)


def _decoded(decode: Callable[[bytes], T], body: bytes) -> T:
    try:
        return decode(body)
    except msgspec.ValidationError as error:
        told, _, path = str(error).partition(" - at `$")
        detail = next((sentence for pattern, sentence in _SENTENCES if pattern in told), told)
        field = path.rstrip("`").lstrip(".")
        errors = [{"field": field, "code": "invalid", "detail": detail}]
        raise DomainError("VALIDATION_FAILED", f"{field}: {detail}" if field else detail, {"errors": errors}) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DomainError("PARSE_ERROR", f"The body is not valid JSON: {error}") from None


def _call(request: HttpRequest) -> Call:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    at_till = scheme == TERMINAL_SCHEME
    caller = Caller.by_token(token.strip()) if at_till else Caller.by_actor(_signed_in(request))
    return Call(
        caller=caller,
        key=key_of(request),
        fingerprint=fingerprint_of(request),
        body=request.body,
        origin=origin_of(request),
        now=timezone.now(),
    )


def _signed_in(request: HttpRequest) -> Actor:
    signed = Request(request, authenticators=[AccountTokenAuthentication(), BrowserAuthentication()])
    if not isinstance(signed.auth, Actor):
        raise DomainError("NOT_AUTHENTICATED", "Authentication credentials were not provided.")
    return signed.auth


def _answered(request: HttpRequest, work: Callable[[], Answer]) -> HttpResponse:
    if request.method != "POST":
        return _refused(DomainError("METHOD_NOT_ALLOWED", f'Method "{request.method}" not allowed.'))
    try:
        answer = work()
    except DomainError as refusal:
        return _refused(refusal)
    except (APIException, RequestDataTooBig, OperationalError, InterfaceError) as error:
        return _translated(error)
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if answer.replayed:
        response["Idempotent-Replayed"] = "true"
    return response


def _refused(refusal: DomainError) -> HttpResponse:
    document = problem(refusal.code, refusal.msg, refusal.data, refusal.suggestions)
    response = HttpResponse(dump_json(document), status=document["status"], content_type=PROBLEM_JSON)
    if refusal.code in PASSES_BY_ITSELF:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if document["status"] == 401:
        response["WWW-Authenticate"] = TERMINAL_SCHEME
    if document["status"] == 405:
        response["Allow"] = "POST"
    return response


def _translated(error: Exception) -> HttpResponse:
    answer = exception_handler(error, {})
    if answer is None:
        raise error
    return HttpResponse(dump_json(answer.data), status=answer.status_code, content_type=PROBLEM_JSON)
