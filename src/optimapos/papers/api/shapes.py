"""What is asked of a print or a mail."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from optimapos.papers.types import MailStatus, PaperForm, Width

PRINTED = [choice for choice in PaperForm.choices if choice[0] != PaperForm.MAIL]


class PrintSerializer(serializers.Serializer[Any]):
    """How it is printed. `form` `escpos`: bytes for a receipt printer with a roll of `width` mm. `open_drawer`: whether they
    open the drawer; without it they do with the original of a receipt where cash was taken.
    """

    form = serializers.ChoiceField(choices=PRINTED, default=PaperForm.ESCPOS)
    width = serializers.ChoiceField(choices=[(width.value, f"{width} mm") for width in Width], default=Width.WIDE.value)
    open_drawer = serializers.BooleanField(required=False, allow_null=True, default=None)


class MailSerializer(serializers.Serializer[Any]):
    """To whom."""

    to = serializers.CharField(max_length=254)


class MailedSerializer(serializers.Serializer[Any]):
    """A mail that waits for the worker."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=MailStatus.choices)
    copy_number = serializers.IntegerField(source="paper_print.copy_number")


def print_answers(figures: type[serializers.Serializer[Any]]) -> dict[tuple[int, str], Any]:
    """What OpenAPI tells of a print's answers."""
    return {
        (200, "application/octet-stream"): OpenApiTypes.BINARY,
        (200, "application/json"): figures,
        (200, "text/html"): OpenApiTypes.STR,
        (200, "application/pdf"): OpenApiTypes.BINARY,
    }
