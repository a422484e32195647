"""Pictures of a product: listed, brought, described, put in order, removed, restored."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from optimapos.apikit.fields import BoundedIntegerField
from optimapos.apikit.idempotency import Answering, key_of
from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.uploads import UnreadParser, check_is_file, fingerprint_of_upload, uploaded
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.products.models import Product, ProductPicture
from optimapos.products.selectors import pictures_of
from optimapos.products.services import PictureService
from optimapos.products.types import MAX_PICTURE_BYTES, MAX_PICTURES, PictureSize, picture_url

PRODUCT = OpenApiParameter("product", UUID, OpenApiParameter.PATH)
_FILES = dict.fromkeys(
    ["image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream"], OpenApiTypes.BINARY
)
ALT_TEXT = 200


class PictureSerializer(serializers.ModelSerializer[ProductPicture]):
    """A picture: `small` and `large` are the addresses of its files, WebP; `width` and `height` are of the large one."""

    small = serializers.SerializerMethodField()
    large = serializers.SerializerMethodField()
    is_main = serializers.SerializerMethodField()

    class Meta:
        model = ProductPicture
        fields = ["id", "position", "is_main", "alt_text", "small", "large", "width", "height", "size", "created_at"]

    def get_small(self, picture: ProductPicture) -> str:
        """For tiles and lists."""
        return picture_url(picture.address, PictureSize.SMALL)

    def get_large(self, picture: ProductPicture) -> str:
        """For looking at."""
        return picture_url(picture.address, PictureSize.LARGE)

    def get_is_main(self, picture: ProductPicture) -> bool:
        """Whether lists and tiles show it: it is the first one."""
        return picture.position == 0


class PictureUploadSerializer(serializers.Serializer[Any]):
    """What is said of a file that is brought."""

    alt_text = serializers.CharField(
        max_length=ALT_TEXT,
        allow_blank=True,
        required=False,
        default="",
        help_text="What it shows, for who can't see it.",
    )


class PictureChangesSerializer(serializers.Serializer[Any]):
    """What is changed. `position` 0 makes it the main picture."""

    alt_text = serializers.CharField(max_length=ALT_TEXT, allow_blank=True)
    position = BoundedIntegerField(min_value=0, max_value=MAX_PICTURES)


@extend_schema(parameters=[PRODUCT])
class PictureViewSet(ScopedViewSet):
    """Pictures of a product in their order; the first one is the main one."""

    serializer_class = PictureSerializer
    pagination_class = None
    capabilities = dict.fromkeys(("list", "retrieve"), Capability.PRODUCT_VIEW) | dict.fromkeys(
        ("create", "partial_update", "destroy", "restore"), Capability.PRODUCT_MANAGE
    )
    _fingerprint: bytes = b""

    def get_parsers(self) -> Any:
        """An upload's body is read by the upload alone."""
        method = (getattr(self, "request", None) and self.request.method) or ""
        is_upload = getattr(self, "action_map", {}).get(method.lower()) == "create"
        return [UnreadParser()] if is_upload else super().get_parsers()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """An upload's body is not read here: it is a file, and may be large."""
        if self.action != "create":
            super().initial(request, *args, **kwargs)
            return
        check_is_file(request._request, "as image/jpeg or application/octet-stream")
        APIView.initial(self, request, *args, **kwargs)

    def records(self, actor: Actor) -> QuerySet[ProductPicture]:
        """The pictures of the product in the address."""
        return pictures_of(actor.business_id, path_id(self.kwargs["product"]))

    @extend_schema(responses=PictureSerializer(many=True), filters=False)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All of them."""
        product_id = path_id(kwargs["product"])
        with tenant_scope(self.actor.business_id):
            if not Product.objects.for_business(self.actor.business_id).filter(pk=product_id).exists():
                raise Refusal(DomainError("NOT_FOUND", "There is no such product."))
            return Response(PictureSerializer(self.get_queryset(), many=True).data)

    @extend_schema(parameters=[PictureUploadSerializer], request=_FILES, responses={201: PictureSerializer})
    def create(self, request: Request, product: str) -> Response:
        """Bring a picture: the file is the body of the request, JPEG, PNG, WebP or GIF. It is drawn anew in both sizes,
        upright, and nothing else of the file is kept. The first one is the main one.
        """
        asked = self.asked(PictureUploadSerializer)
        with uploaded(request._request, MAX_PICTURE_BYTES, _too_large()) as (file, digest):
            self._fingerprint = fingerprint_of_upload(request._request, asked, digest)
            return self.act(
                PictureService.add_picture,
                present=self._presented,
                status=201,
                product_id=path_id(product),
                actor=self.actor,
                file=file,
                **asked,
            )

    @extend_schema(request=PictureChangesSerializer(partial=True), responses=PictureSerializer)
    def partial_update(self, request: Request, product: str, pk: str) -> Response:
        """Describe a picture, or move it."""
        return self.act(
            PictureService.change_picture,
            present=self._presented,
            product_id=path_id(product),
            picture_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(PictureChangesSerializer, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, product: str, pk: str) -> Response:
        """Remove a picture; for an hour it can be restored."""
        return self.act(
            PictureService.remove_picture,
            present=lambda _: None,
            status=204,
            product_id=path_id(product),
            picture_id=path_id(pk),
            actor=self.actor,
            at=timezone.now(),
        )

    @extend_schema(request=None, responses=PictureSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, product: str, pk: str) -> Response:
        """Put a picture back that was removed, where it was."""
        return self.act(
            PictureService.restore_picture,
            present=self._presented,
            product_id=path_id(product),
            picture_id=path_id(pk),
            actor=self.actor,
        )

    def _presented(self, picture: ProductPicture) -> Any:
        return PictureSerializer(picture).data

    def _answering(self, present: Any, status: int) -> Answering:
        if not self._fingerprint:
            return super()._answering(present, status)
        key = key_of(self.request._request)
        return Answering(key=key, fingerprint=self._fingerprint, status=status, present=present)


def _too_large() -> DomainError:
    return DomainError(
        "TOO_LARGE",
        f"A picture has at most {MAX_PICTURE_BYTES // 1_000_000} MB.",
        {"max_bytes": MAX_PICTURE_BYTES},
    )
