"""Answers of a till's feed, compressed where the client takes it: they are large and full of the same names."""

import zlib
from typing import Any

import brotli
from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from rest_framework.response import Response

from optimapos.apikit.renderers import dump_json

_GZIP_LEVEL = 4
_BROTLI_QUALITY = 4
# What a till waits for is the server's work: higher levels take longer than what they save on the way.
_WORTH_IT = 1_000


def compressed(document: Any, request: HttpRequest) -> Response:
    """The document as JSON, by Brotli or gzip where `Accept-Encoding` names them."""
    body = dump_json(document)
    encoding = _encoding_for(request.headers.get("Accept-Encoding", "")) if len(body) >= _WORTH_IT else ""
    response = Response(_encoded(body, encoding))
    if encoding:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _encoding_for(accepted: str) -> str:
    offers = {
        name.strip(): parameters.replace(" ", "")
        for name, _, parameters in (each.partition(";") for each in accepted.lower().split(","))
    }
    taken = [name for name in ("br", "gzip") if name in offers and offers[name] not in {"q=0", "q=0.0"}]
    return taken[0] if taken else ""


def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_BROTLI_QUALITY))
    return zlib.compress(body, _GZIP_LEVEL, 31) if encoding == "gzip" else body
