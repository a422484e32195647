"""One kept-alive connection to the API, which asks again under the same key where asking again is safe.

Plain `http.client`: the client shares the machine with the server that it measures, so it has to be light.
"""

import http.client
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

CHECKOUT = "/api/sales/checkout/"
TIMEOUT_SECONDS = 60
TRIES = 8
# With the pauses between them 25 seconds: longer than a supervisor takes to start a server again.
_PASSING = {
    http.HTTPStatus.TOO_MANY_REQUESTS,
    http.HTTPStatus.INTERNAL_SERVER_ERROR,
    http.HTTPStatus.BAD_GATEWAY,
    http.HTTPStatus.SERVICE_UNAVAILABLE,
    http.HTTPStatus.GATEWAY_TIMEOUT,
}
_PASSING_CODES = {"BUSY", "IN_PROGRESS"}
NO_ANSWER = "NO_ANSWER"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: `code` and `detail` of a refusal, "" for a sale; seconds of the last try; tries before."""

    code: str
    detail: str
    seconds: float
    retries: int

    @property
    def is_sale(self) -> bool:
        """Whether the basket is sold, now or under an earlier request."""
        return not self.code


class Connection:
    """A connection to `url`, opened when needed and after it broke."""

    def __init__(self, url: str, stop: threading.Event) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._http = kind(parts.netloc, timeout=TIMEOUT_SECONDS)
        self._stop = stop

    def sell(self, body: bytes, *, token: str, key: str) -> Answer:
        """Send a checkout until it is answered for good. The key makes a repeat have the first one's effect."""
        headers = {"Authorization": f"Terminal {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        answer = Answer(NO_ANSWER, "", 0.0, 0)
        for retries in range(TRIES):
            started = time.perf_counter()
            status, document = self._ask(body, headers)
            answer = _read(status, document, time.perf_counter() - started, retries)
            if not _may_pass(status, answer) or self._stop.wait(0.1 * 2**retries):
                break
        return answer

    def close(self) -> None:
        """Let go of it."""
        self._http.close()

    def _ask(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            self._http.request("POST", CHECKOUT, body, headers)
            response = self._http.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self._http.close()
            return 0, str(error).encode()


def _read(status: int, document: bytes, seconds: float, retries: int) -> Answer:
    if status == 0:
        return Answer(NO_ANSWER, document.decode(errors="replace"), seconds, retries)
    if status == http.HTTPStatus.CREATED:
        return Answer("", "", seconds, retries)
    problem = _parsed(document)
    code = str(problem.get("code") or f"HTTP_{status}")
    return Answer(code, str(problem.get("detail", "")), seconds, retries)


def _parsed(document: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(document)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _may_pass(status: int, answer: Answer) -> bool:
    return status == 0 or status in _PASSING or answer.code in _PASSING_CODES
