"""Rights: every action of every view names the capability it needs; an action without one is refused."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from optimapos.core.actors import Actor


class HasCapability(BasePermission):
    """Asks the view for the capability of its action: `capabilities = {"list": Capability.SALE_VIEW, …}`."""

    message = "Your role does not permit this."
    code = "PERMISSION_DENIED"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the actor's role permits the action."""
        actor = request.auth
        if not isinstance(actor, Actor):
            return False
        action = getattr(view, "action", (request.method or "").lower())
        if action in {None, "metadata"} or not hasattr(view, action):
            return True  # no such verb here: 405 is the answer, whoever asks
        needed = view.capabilities.get(action)
        return needed is not None and actor.can(needed)


class Anyone(BasePermission):
    """For the few views that are called before signing in."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Always."""
        return True


class SignedIn(BasePermission):
    """For what every member may do."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether somebody is signed in."""
        return isinstance(request.auth, Actor)
