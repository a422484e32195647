"""Stock movements of purchase documents. Services that were received or returned move none."""

from typing import Any

from optimapos.inventory.selectors.ledger import movements_of
from optimapos.inventory.services.effects import StockEffect
from optimapos.nomenclatures.types import Step


class GoodsEffect:
    """Books the stock of a receipt or return where it has any, and takes back what was booked."""

    @staticmethod
    def apply(*, document: Any, step: Step) -> None:
        """Refuses: as `StockEffect`."""
        if step.reverses_movements and not movements_of(document.business_id, document.pk, document.posting):
            return
        StockEffect.apply(document=document, step=step)
