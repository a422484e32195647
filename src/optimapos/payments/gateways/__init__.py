"""Gateways: one class for each provider, and the only code that talks to one."""

from optimapos.payments.gateways.interface import Gateway, gateway_for

__all__ = ["Gateway", "gateway_for"]
