"""Offline: sales that tills made without a connection, signed by the device, taken in later."""
