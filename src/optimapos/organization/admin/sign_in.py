"""Signing in to the admin site: Django's own form, behind the account API's rate limits.

The account library has no pages here (it serves the API alone), so its own sign-in page can't stand before the site. The
form asks its adapter instead, which counts tries by address and by e-mail together with those of the API.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm


class SignInForm(AuthenticationForm):  # type: ignore[misc]
    """E-mail and password of a staff account."""

    def clean(self) -> dict[str, Any]:
        """The form's values, with the user found.

        Raises: ValidationError for a wrong e-mail or password, after too many tries, and for accounts without access.
        """
        values: dict[str, Any] = self.cleaned_data
        email, password = values.get("username"), values.get("password")
        if email and password:
            if not ratelimit.consume(self.request, action="login"):
                raise ValidationError("Too many tries. Wait a minute.", code="too_many_login_attempts")
            self.user_cache = get_adapter(self.request).authenticate(
                self.request, email=email.strip().lower(), password=password
            )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return values
