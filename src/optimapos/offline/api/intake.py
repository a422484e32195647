"""Envelopes come in: as a request of a till, or as a file that another till brings.

Both do the same thing once however often they are sent, so that they need no idempotency key.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from optimapos.apikit.problems import Refusal
from optimapos.apikit.requests import origin_of
from optimapos.apikit.strictness import refuse_unknown_parameters
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.offline.api import serializers as shapes
from optimapos.offline.api.senders import IsSender, SenderAuthentication
from optimapos.offline.services import Answered, IntakeService, Sender
from optimapos.offline.types import MAX_FILE_BYTES, Device
from optimapos.organization.api.authentication import AccountTokenAuthentication, BrowserAuthentication

SENDERS = [SenderAuthentication, AccountTokenAuthentication, BrowserAuthentication]


class FileView(ActorView):
    """A till's queue that was exported to a file."""

    authentication_classes = SENDERS
    permission_classes = [IsSender]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The body is a file and may be larger than other bodies: it is read where it is taken in."""
        APIView.initial(self, request, *args, **kwargs)
        refuse_unknown_parameters(self)

    @extend_schema(
        request={"application/json": OpenApiTypes.BINARY, "application/octet-stream": OpenApiTypes.BINARY},
        responses=shapes.ResultsSerializer,
    )
    def post(self, request: Request) -> Response:
        """Take in a file: it is the body of the request, as the till wrote it. What has come in before changes nothing."""
        try:
            found = IntakeService.take_in_file(
                business=self.actor.business_id,
                body=_body(request._request),
                sender=sender_of(request, is_file=True),
                at=timezone.now(),
            )
        except DomainError as refusal:
            raise Refusal(refusal) from None
        return results(found)


def sender_of(request: Request, *, is_file: bool = False) -> Sender:
    """Who brings it."""
    who, origin = cast(Actor | Device, request.auth), origin_of(request._request)
    return Sender(who.terminal_id, who.user_id if isinstance(who, Actor) else None, origin, is_file)


def results(found: Sequence[Answered]) -> Response:
    """What became of each."""
    return Response(shapes.ResultsSerializer({"results": found, "server_time": timezone.now()}).data)


def _body(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FILE_BYTES:
        msg = f"A file has at most {MAX_FILE_BYTES} bytes. Export fewer sales at once."
        raise Refusal(DomainError("TOO_LARGE", msg, {"max_bytes": MAX_FILE_BYTES}))
    return request.read()
