"""A paper as an answer: as figures, a page, a PDF, or bytes for a receipt printer."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.papers.forms import receipt_bytes, receipt_page, receipt_paper
from optimapos.papers.types import PaperForm, Printed, Width

FORMS = {"json": "application/json", "html": "text/html", "pdf": "application/pdf"}
"""What is read on a screen. Bytes for a printer come from a print alone."""
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class AlwaysJSON(BaseContentNegotiation):
    """Problems are JSON whatever was asked for; the form of a paper is chosen by the view."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first."""
        return renderers[0], renderers[0].media_type


def form_asked(request: Request) -> str:
    """Which form is asked for: `as` before `Accept`, and JSON where neither says.

    Raises: ValidationError for an `as` that is none of them.
    """
    asked = request.query_params.get("as")
    if asked is not None and asked not in FORMS:
        raise serializers.ValidationError({"as": f"Write {', '.join(FORMS)}."})
    if asked:
        return asked
    preferred = request._request.get_preferred_type(list(FORMS.values()))
    return next((form for form, media_type in FORMS.items() if media_type == preferred), "json")


def sent(
    figures: dict[str, Any],
    shown: Printed,
    form: str,
    *,
    at: datetime,
    file_name: str,
    width: int = Width.WIDE,
    code_page: str = "",
    opens_drawer: bool = False,
) -> HttpResponse | Response:
    """The paper in the form that was asked for, kept by nobody on the way."""
    if form == PaperForm.DATA:
        answer: HttpResponse | Response = Response(figures)
    elif form == PaperForm.HTML:
        answer = HttpResponse(receipt_page(shown), content_type="text/html; charset=utf-8")
        answer["Content-Security-Policy"] = PAGE_POLICY
    elif form == PaperForm.PDF:
        answer = HttpResponse(receipt_paper(shown, at), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{file_name}.pdf"'
    else:
        data = receipt_bytes(shown, width=Width(width), code_page=code_page, opens_drawer=opens_drawer)
        answer = HttpResponse(data, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="{file_name}.bin"'
    answer["Cache-Control"] = "private, no-store"
    answer["Vary"] = "Accept"
    return answer
