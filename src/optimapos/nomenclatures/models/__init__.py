"""Tables of reference data."""

from optimapos.nomenclatures.models.documents import (
    Document,
    DocumentStatusChange,
    DocumentType,
    DocumentTypeStatus,
    DocumentTypeTransition,
)
from optimapos.nomenclatures.models.groups import Brand, PriceGroup, ProductGroup, UnitOfMeasure
from optimapos.nomenclatures.models.sequences import Sequence
from optimapos.nomenclatures.models.taxes import TaxCategory, TaxRate

__all__ = [
    "Brand",
    "Document",
    "DocumentStatusChange",
    "DocumentType",
    "DocumentTypeStatus",
    "DocumentTypeTransition",
    "PriceGroup",
    "ProductGroup",
    "Sequence",
    "TaxCategory",
    "TaxRate",
    "UnitOfMeasure",
]
