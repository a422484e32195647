"""Writes of the organization."""

from optimapos.organization.services.approvals import ApprovalService
from optimapos.organization.services.businesses import BusinessService, LocationService, fix_currency
from optimapos.organization.services.people import MembershipService
from optimapos.organization.services.roles import RoleService
from optimapos.organization.services.terminals import TerminalService
from optimapos.organization.services.transit import transit_location
from optimapos.organization.services.views import SavedViewService

__all__ = [
    "ApprovalService",
    "BusinessService",
    "LocationService",
    "MembershipService",
    "RoleService",
    "SavedViewService",
    "TerminalService",
    "fix_currency",
    "transit_location",
]
