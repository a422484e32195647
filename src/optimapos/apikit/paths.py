"""Ids in addresses and queries: what is no id at all is answered like an id that never was."""

from uuid import UUID

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from optimapos.apikit.problems import Refusal
from optimapos.core.result import DomainError


def path_id(text: str) -> UUID:
    """The id in an address.

    Refuses: NOT_FOUND.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(DomainError("NOT_FOUND", "There is nothing here, or nothing that you may see.")) from None


def query_id(request: Request, name: str) -> UUID | None:
    """The id that the query names, or None where it names none.

    Raises: ValidationError for what is no id.
    """
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise ValidationError({name: "Write the id of a record."}) from None
