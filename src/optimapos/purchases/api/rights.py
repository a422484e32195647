"""Who sees what is owed: those who see suppliers and may also see amounts."""

from typing import Any

from rest_framework.request import Request

from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.partners.api.rights import check_sees_amounts


class AmountsView(ActorView):
    """Views that need `cost.view` or `supplier.pay` beside the capability of the action."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses: PERMISSION_DENIED."""
        super().initial(request, *args, **kwargs)
        check_sees_amounts(self.actor)


class AmountsViewSet(AmountsView, ScopedViewSet):
    """The same over rows of the actor's business."""
