"""How accounts are made: by a member with the right to, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Always closed."""
        return False
