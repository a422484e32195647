"""The checkout's two plain views in the OpenAPI document, described from the very types that decode their bodies."""

from enum import Enum
from typing import Any

import msgspec

from optimapos.apikit.idempotency import HEADER, KEY_LENGTH
from optimapos.apikit.openapi import REFUSALS
from optimapos.apikit.requests import BUSINESS_HEADER
from optimapos.sales.commands import Checkout, Settling

_REF = "#/components/schemas/{name}"
_SECURITY: list[dict[str, list[str]]] = [{"terminal": []}, {"account_token": []}, {"browser": []}]
_HEADERS = [
    {
        "in": "header",
        "name": HEADER,
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH},
        "description": "The same key has one effect and one answer.",
    },
    {
        "in": "header",
        "name": BUSINESS_HEADER,
        "schema": {"type": "string"},
        "description": "The business, for accounts with several.",
    },
]
_ID = {"in": "path", "name": "id", "required": True, "schema": {"type": "string", "format": "uuid"}}


def add_checkout(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: puts `checkout` and `complete` into the document."""
    _, components = msgspec.json.schema_components([Checkout, Settling], schema_hook=_choices, ref_template=_REF)
    result["components"]["schemas"] |= components
    result["paths"]["/api/sales/checkout/"] = {
        "post": _operation("sales_checkout", "Sell a whole cart with its payments in one request.", "Checkout", "201")
    }
    result["paths"]["/api/sales/{id}/complete/"] = {
        "post": _operation("sales_complete", "Complete a cart with its payments.", "Settling", "200", _ID)
    }
    result["paths"] = dict(sorted(result["paths"].items()))
    result["components"]["schemas"] = dict(sorted(result["components"]["schemas"].items()))
    return result


def _choices(kind: type) -> dict[str, Any]:
    """Django's choices, which msgspec decodes but does not describe."""
    if not issubclass(kind, Enum):
        raise NotImplementedError
    return {"type": "string", "enum": [member.value for member in kind]}


def _operation(name: str, description: str, body: str, status: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "description": description,
        "tags": ["sales"],
        "parameters": [*parameters, *_HEADERS],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(body)}}},
        "security": _SECURITY,
        "responses": {
            status: {"description": "The sale.", "content": {"application/json": {"schema": _ref("Sale")}}},
            **{
                refused: {
                    "description": reason,
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                }
                for refused, reason in REFUSALS.items()
            },
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(name=name)}
