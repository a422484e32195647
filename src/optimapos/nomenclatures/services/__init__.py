"""Writes to reference data."""

from optimapos.nomenclatures.services.groups import ProductGroupService
from optimapos.nomenclatures.services.sequences import SequenceService
from optimapos.nomenclatures.services.taxes import TaxRateService
from optimapos.nomenclatures.services.units import UnitService
from optimapos.nomenclatures.services.versions import bump_settings_version

__all__ = ["ProductGroupService", "SequenceService", "TaxRateService", "UnitService", "bump_settings_version"]
