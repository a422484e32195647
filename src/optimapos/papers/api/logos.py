"""The business's logo: brought, removed; and its file, for whoever knows its address."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from optimapos.apikit.idempotency import Answering, key_of
from optimapos.apikit.uploads import UnreadParser, check_is_file, fingerprint_of_upload, uploaded
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.organization.models import Business
from optimapos.organization.types import logo_url
from optimapos.papers.services.logos import LogoService
from optimapos.papers.types import MAX_LOGO_BYTES, logo_path

_FILES = dict.fromkeys(
    ["image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream"], OpenApiTypes.BINARY
)
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class LogoSerializer(serializers.Serializer[Any]):
    """Where the logo is; null without one."""

    logo = serializers.CharField(allow_null=True)


class LogoView(ActorView):
    """The logo on the business's papers."""

    capabilities = {"post": Capability.SETTINGS_MANAGE, "delete": Capability.SETTINGS_MANAGE}
    _fingerprint: bytes = b""

    def get_parsers(self) -> Any:
        """An upload's body is read by the upload alone."""
        is_upload = (getattr(self, "request", None) and self.request.method) == "POST"
        return [UnreadParser()] if is_upload else super().get_parsers()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """An upload's body is not read here: it is a file."""
        if request.method != "POST":
            super().initial(request, *args, **kwargs)
            return
        check_is_file(request._request, "as image/png or application/octet-stream")
        APIView.initial(self, request, *args, **kwargs)

    @extend_schema(operation_id="business_logo_set", request=_FILES, responses=LogoSerializer)
    def post(self, request: Request) -> Response:
        """Bring a logo: the file is the body of the request, JPEG, PNG, WebP or GIF. It is drawn anew, in greys on white."""
        refusal = DomainError(
            "TOO_LARGE", f"A logo has at most {MAX_LOGO_BYTES // 1_000_000} MB.", {"max_bytes": MAX_LOGO_BYTES}
        )
        with uploaded(request._request, MAX_LOGO_BYTES, refusal) as (file, digest):
            self._fingerprint = fingerprint_of_upload(request._request, {}, digest)
            return self.act(LogoService.set_logo, present=_presented, actor=self.actor, file=file)

    @extend_schema(operation_id="business_logo_remove", responses=LogoSerializer)
    def delete(self, request: Request) -> Response:
        """Print without a logo from now on."""
        return self.act(LogoService.remove_logo, present=_presented, actor=self.actor)

    def _answering(self, present: Any, status: int) -> Answering:
        if not self._fingerprint:
            return super()._answering(present, status)
        key = key_of(self.request._request)
        return Answering(key=key, fingerprint=self._fingerprint, status=status, present=present)


@require_safe
def logo_file(request: HttpRequest, address: str) -> HttpResponseBase:
    """The file of a logo.

    Raises: Http404.
    """
    try:
        file = default_storage.open(logo_path(address))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/png", headers=HEADERS)


def _presented(business: Business) -> dict[str, str | None]:
    return {"logo": logo_url(business.logo) if business.logo else None}


urlpatterns = [path("business/logo/", LogoView.as_view(), name="business-logo")]
