"""Plain HTTP to a provider: JSON in and out, a timeout on each call, and what each answer means."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from optimapos.payments.types import ProviderAway, ProviderRefused

CONNECT_SECONDS = 3.0
AWAY = frozenset({408, 425, 429})


class Http:
    """Calls below one address. Nothing is repeated here: the poller comes again, with the same key."""

    def __init__(self, base_url: str, timeout: float) -> None:
        self._base_url, self._timeout = (
            base_url.rstrip("/"),
            httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        accepts: frozenset[int] = frozenset({200, 201}),
    ) -> tuple[int, Any]:
        """Status and JSON of an answer with a status in `accepts`; an empty body is None.

        Raises: ProviderAway for no answer, a 5xx, too many requests, or what is no JSON; ProviderRefused for any other 4xx.
        """
        try:
            with httpx.Client(timeout=self._timeout, follow_redirects=False) as client:
                answer = client.request(
                    method, f"{self._base_url}{path}", headers=dict(headers), json=body, params=dict(query or {})
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderAway(type(error).__name__) from None
        if answer.status_code in accepts:
            return answer.status_code, _json(answer.content)
        if 400 <= answer.status_code < 500 and answer.status_code not in AWAY:
            raise _refusal(answer)
        raise ProviderAway(f"status {answer.status_code}")


def _json(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        raise ProviderAway("garbage") from None


def _refusal(answer: httpx.Response) -> ProviderRefused:
    if answer.status_code in {401, 403}:
        return ProviderRefused("PROVIDER_SIGN_IN", "The provider does not accept the account's keys.")
    try:
        told = json.loads(answer.content)
        words = str(told.get("message") or "Refused.")
        return ProviderRefused(str(told.get("code") or f"HTTP_{answer.status_code}"), words)
    except (ValueError, AttributeError):
        return ProviderRefused(f"HTTP_{answer.status_code}", "Refused.")
