"""What a request names has to exist: fields of bodies, parameters of addresses. A misspelt one is told, not dropped."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, cast

from django.urls import ResolverMatch
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from optimapos.apikit.describing import Generator

_documented: dict[tuple[Any, str], frozenset[str]] = {}
"""By an address's callback and the method: worked out once in a process."""


def check_body(serializer: serializers.BaseSerializer[Any], data: Any) -> None:
    """Refuse a body with names that the serializer does not have, or values that it does not take.

    Raises: ValidationError.
    """
    refuse_unknown_fields(serializer, data)
    check_values(serializer)


def refuse_unknown_fields(serializer: serializers.BaseSerializer[Any], data: Any) -> None:
    """Refuse a body that names a field which the serializer does not have, at any depth. What an answer shows but a body
    can't set (a read-only field) may come back with it.

    Raises: ValidationError.
    """
    if errors := _unknown_fields(serializer, data):
        raise ValidationError(errors)


def check_values(serializer: serializers.BaseSerializer[Any]) -> None:
    """Refuse values that the serializer does not take, and tell of a wrong choice which there are.

    Raises: ValidationError.
    """
    try:
        serializer.is_valid(raise_exception=True)
    except ValidationError as error:
        raise ValidationError(_worded(serializer, error.detail)) from None


def refuse_unknown_parameters(view: APIView) -> None:
    """Refuse an address with a parameter that the operation's OpenAPI description does not have.

    Raises: ValidationError.
    """
    given = set(view.request.query_params)
    if given and (errors := _unknown(given, documented_parameters(view))):
        raise ValidationError(errors)


def documented_parameters(view: APIView) -> frozenset[str]:
    """The names of an operation's query parameters, as its OpenAPI description has them."""
    callback, method = cast(ResolverMatch, view.request._request.resolver_match).func, _described_method(view.request)
    if (callback, method) not in _documented:
        _documented[callback, method] = Generator().query_parameters(callback, method, view.request)
    return _documented[callback, method]


def _described_method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else str(request.method)


def _unknown_fields(field: Any, data: Any) -> Any:
    if isinstance(field, (serializers.ListSerializer, serializers.ListField)):
        found = [_unknown_fields(field.child, row) for row in data] if isinstance(data, list) else []
        return found if any(found) else None
    if not isinstance(field, serializers.Serializer) or not isinstance(data, Mapping):
        return {}
    errors = _unknown(data, field.fields)
    for name, inner in field.fields.items():
        if found := _unknown_fields(inner, data.get(name)):
            errors[name] = found
    return errors


def _unknown(given: Iterable[str], known: Iterable[str]) -> dict[str, Any]:
    names = sorted(known)
    return {name: [_told(name, names)] for name in given if name not in names}


def _told(name: str, known: list[str]) -> ErrorDetail:
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else f" Known here: {', '.join(known) or 'none'}."
    return ErrorDetail(f"There is no such name here.{hint}", code="unknown")


def _worded(field: Any, found: Any) -> Any:
    """The same refusals, with the choices that there are."""
    if isinstance(found, Mapping):
        return {name: _worded(_part(field, name), inner) for name, inner in found.items()}
    if isinstance(found, list) and any(not isinstance(inner, ErrorDetail) for inner in found):
        return [_worded(getattr(field, "child", None), inner) for inner in found]
    if isinstance(found, list):
        return [_with_choices(field, told) for told in found]
    return found


def _part(field: Any, name: Any) -> Any:
    fields = getattr(field, "fields", {})
    return fields[name] if name in fields else getattr(field, "child", field)


def _with_choices(field: Any, told: ErrorDetail) -> ErrorDetail:
    if told.code != "invalid_choice" or not isinstance(field, serializers.ChoiceField):
        return told
    known = ", ".join(str(choice) for choice in field.choices)
    return ErrorDetail(f"{told} There are: {known}.", code=told.code)
