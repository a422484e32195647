"""Our sign-in schemes as OpenAPI tells of them."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TerminalScheme(OpenApiAuthenticationExtension):
    """`Authorization: Terminal <token>`."""

    target_class = "optimapos.organization.api.authentication.TerminalAuthentication"
    name = "terminal"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As an API key in the header, since OpenAPI has no scheme of that name."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Terminal <token>"}


class AccountTokenScheme(OpenApiAuthenticationExtension):
    """`X-Session-Token`."""

    target_class = "optimapos.organization.api.authentication.AccountTokenAuthentication"
    name = "account_token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As an API key in the header."""
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class BrowserScheme(OpenApiAuthenticationExtension):
    """The session cookie."""

    target_class = "optimapos.organization.api.authentication.BrowserAuthentication"
    name = "browser"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As an API key in the cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
