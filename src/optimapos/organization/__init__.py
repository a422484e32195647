"""Businesses, locations, users, roles, memberships and terminals: who may do what, where."""
