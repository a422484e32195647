"""Who is calling: a terminal's operator, an account by token, or an account by cookie. All end in an `Actor`.

`request.user` is a `Principal` and `request.auth` its `Actor`. An account with several businesses names one in the header
`X-Business`.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from optimapos.apikit.problems import Refusal
from optimapos.apikit.requests import BUSINESS_HEADER, Principal, origin_of
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.organization.selectors import actor_of_member, memberships_of_user, operator_by_token

TERMINAL_SCHEME = "Terminal"


Signed = tuple[Principal, Actor]


class TerminalAuthentication(BaseAuthentication):
    """`Authorization: Terminal <token>` of an operator signed in at a terminal."""

    def authenticate(self, request: Request) -> Signed | None:
        """The operator, or None where another scheme was sent.

        Raises: AuthenticationFailed for a token that is unknown, expired or signed out.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != TERMINAL_SCHEME:
            return None
        actor = operator_by_token(token.strip(), timezone.now())
        if actor is None:
            raise AuthenticationFailed("The terminal's sign-in has ended. Sign in with your PIN.")
        return _signed(actor, request)

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return TERMINAL_SCHEME


class AccountTokenAuthentication(XSessionTokenAuthentication):
    """`X-Session-Token` of an account that signed in through the account API."""

    def authenticate(self, request: Request) -> Any:
        """The account's member, or None where no such header was sent.

        Raises: AuthenticationFailed for a token that is unknown or expired.
        """
        if not request.headers.get("X-Session-Token"):
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed("This session has ended. Sign in again.")
        return _member(found[0].pk, request)

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "X-Session-Token"


class BrowserAuthentication(SessionAuthentication):
    """The session cookie of a browser, with CSRF enforced."""

    def authenticate(self, request: Request) -> Any:
        """The account's member, or None without a signed-in session."""
        found = super().authenticate(request)
        return _member(found[0].pk, request) if found else None

    def enforce_csrf(self, request: Request) -> None:
        """Compare the header's token. Asked of the request below, which reads no body that is not a form: the framework's
        own would parse it, and refuse a file.

        Raises: PermissionDenied.
        """
        super().enforce_csrf(request._request)  # type: ignore[arg-type]  # as good as the other: it takes headers and cookies


@dataclass(frozen=True)
class Account:
    """The signed-in side of a request before a business is chosen."""

    pk: UUID
    is_authenticated = True
    is_active = True


def _member(user_id: UUID, request: Request) -> Any:
    """The member that the account is here. For a view that helps to choose (`chooses_business`), an account that has not
    one business alone and names none is nobody's member yet.
    """
    memberships = dict(memberships_of_user(user_id))
    helps = getattr((request.parser_context or {}).get("view"), "chooses_business", False)
    if helps and len(memberships) != 1 and BUSINESS_HEADER not in request.headers:
        return Account(user_id), None
    actor = actor_of_member(*_chosen(memberships, request.headers.get(BUSINESS_HEADER)))
    if actor is None:
        raise Refusal(DomainError("BUSINESS_NOT_FOUND", "You are no member of such a business."))
    return _signed(actor, request)


def _chosen(memberships: dict[UUID, UUID], wanted: str | None) -> tuple[UUID, UUID]:
    if wanted is None and len(memberships) == 1:
        return next(iter(memberships.items()))
    if wanted is None:
        raise Refusal(
            DomainError(
                "BUSINESS_REQUIRED",
                f"Name the business in the header {BUSINESS_HEADER}.",
                {"businesses": [str(business) for business in memberships]},
            )
        )
    for business, membership in memberships.items():
        if str(business) == wanted.lower():
            return business, membership
    raise Refusal(DomainError("BUSINESS_NOT_FOUND", "You are no member of such a business."))


def _signed(actor: Actor, request: Request) -> Signed:
    actor = replace(actor, origin=origin_of(request._request))
    return Principal(actor), actor
