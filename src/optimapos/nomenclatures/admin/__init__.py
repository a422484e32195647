"""Pages of reference data, document types and the steps of documents."""

from optimapos.nomenclatures.admin import references, workflows

__all__ = ["references", "workflows"]
