"""Writes to reference data, document types and documents."""

from optimapos.nomenclatures.services.documents import DocumentService
from optimapos.nomenclatures.services.groups import ProductGroupService
from optimapos.nomenclatures.services.sequences import SequenceService
from optimapos.nomenclatures.services.status_manager import StatusManager
from optimapos.nomenclatures.services.taxes import TaxRateService
from optimapos.nomenclatures.services.units import UnitService
from optimapos.nomenclatures.services.versions import bump_settings_version
from optimapos.nomenclatures.services.workflows import WorkflowService

__all__ = [
    "DocumentService",
    "ProductGroupService",
    "SequenceService",
    "StatusManager",
    "TaxRateService",
    "UnitService",
    "WorkflowService",
    "bump_settings_version",
]
