"""Tables of the organization."""

from optimapos.organization.models.approvals import Approval
from optimapos.organization.models.base import BusinessOwned
from optimapos.organization.models.business import Business, Location, StoreFront
from optimapos.organization.models.people import Membership, MembershipLocation, Role, User
from optimapos.organization.models.terminals import Terminal, TerminalSession
from optimapos.organization.models.views import SavedView

__all__ = [
    "Approval",
    "Business",
    "BusinessOwned",
    "Location",
    "Membership",
    "MembershipLocation",
    "Role",
    "SavedView",
    "StoreFront",
    "Terminal",
    "TerminalSession",
    "User",
]
