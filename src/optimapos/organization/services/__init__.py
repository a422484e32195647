"""Writes of the organization."""

from optimapos.organization.services.approvals import ApprovalService
from optimapos.organization.services.businesses import BusinessService, LocationService, fix_currency
from optimapos.organization.services.people import MembershipService
from optimapos.organization.services.roles import RoleService
from optimapos.organization.services.terminals import TerminalService
from optimapos.organization.services.transit import transit_location

__all__ = [
    "ApprovalService",
    "BusinessService",
    "LocationService",
    "MembershipService",
    "RoleService",
    "TerminalService",
    "fix_currency",
    "transit_location",
]
