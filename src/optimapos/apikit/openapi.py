"""OpenAPI 3.1: the idempotency and business headers, and problem answers, for every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from optimapos.apikit.idempotency import HEADER, KEY_LENGTH
from optimapos.apikit.requests import BUSINESS_HEADER

WRITES = frozenset({"POST", "PATCH", "DELETE"})
REFUSALS = {
    "400": "The request is malformed.",
    "401": "Nobody is signed in.",
    "403": "The role does not permit this.",
    "404": "There is no such record, or none that the caller may see.",
    "409": "The state of things is in the way.",
    "422": "A rule of the business forbids it.",
    "429": "Too many tries.",
}


class ProblemSerializer(serializers.Serializer[Any]):
    """An RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="A stable word for programs, such as INSUFFICIENT_STOCK.")
    detail = serializers.CharField(help_text="A sentence for people.")
    data = serializers.DictField(help_text="The figures involved.")  # type: ignore[assignment]  # a field
    suggestions = serializers.ListField(child=serializers.CharField())


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "").split()).partition(". ")[0].rstrip(".")


class AutoSchema(SpectacularSchema):
    """Adds to every operation what all of them share."""

    def get_override_parameters(self) -> list[Any]:
        """The headers that every operation takes."""
        shared = [
            OpenApiParameter(
                BUSINESS_HEADER, str, OpenApiParameter.HEADER, description="The business, for accounts with several."
            )
        ]
        if self.method in WRITES:
            description = f"1 to {KEY_LENGTH} printable ASCII characters; the same key has one effect and one answer."
            shared.append(OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=description))
        return [*super().get_override_parameters(), *shared]

    def get_summary(self) -> str | None:
        """The first sentence of what the operation is described as; of a list or one of its rows, what the rows are."""
        rows = _first_sentence(get_doc(type(self.view)))
        told = {"One page": rows, "One row": f"One of: {rows}", "Create a record": f"Add to: {rows}"}
        own = _first_sentence(self.get_description())
        return super().get_summary() or told.get(own, own) or None

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        for status, description in REFUSALS.items():
            if status not in bodies:
                response = OpenApiResponse(ProblemSerializer, description=description)
                bodies[status] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                    response, status, media_types=["application/problem+json"]
                )
        return bodies
