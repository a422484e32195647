"""Codes that partners get when nobody gives them one."""

from typing import Any

from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import SequenceService


def free_code(business: BusinessRef, model: Any, *, sequence: str, prefix: str) -> str:
    """The next number of the series that nobody gave by hand."""
    while True:
        code = SequenceService.next_number(business=business, code=sequence, prefix=prefix, padding=5).unwrap()
        if not model.objects.for_business(business).filter(code=code).exists():
            return code
