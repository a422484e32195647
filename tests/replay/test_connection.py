"""A client asks again where that is safe and may help, and tells a refusal from no answer."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest

from optimapos.replay import connection
from optimapos.replay.clients import Clients
from optimapos.replay.connection import Answer, Connection
from optimapos.replay.requests import checkout_body
from optimapos.replay.types import Directory, Shop
from tests.replay.baskets import basket

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
BUSY = b'{"code": "BUSY", "detail": "Try again in a moment."}'
SHORT = b'{"code": "INSUFFICIENT_STOCK", "detail": "Only 1 is left."}'


@contextmanager
def answering(*answers: tuple[int, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers one after another, the last one for ever, and the keys that it was sent.

    Status 0 hangs up without an answer.
    """
    keys: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers[min(len(keys), len(answers) - 1)]
            keys.append(self.headers["Idempotency-Key"])
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        served.daemon_threads = True
        thread = threading.Thread(target=served.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}", keys
        finally:
            served.shutdown()
            thread.join()


def sell(url: str) -> Answer:
    opened = Connection(url, threading.Event())
    try:
        return opened.sell(b"{}", token="token", key="the key")
    finally:
        opened.close()


@pytest.mark.parametrize("first", [(0, b""), (503, b""), (500, b"<html>"), (409, BUSY), (429, b"{}")])
def test_a_trouble_that_passes_is_asked_again_under_the_same_key(first: tuple[int, bytes]) -> None:
    with answering(first, (201, b"{}")) as (url, keys):
        answer = sell(url)

    assert (answer.is_sale, answer.retries) == (True, 1)
    assert keys == ["the key", "the key"]


@pytest.mark.parametrize(
    ("status", "body", "code", "detail"),
    [
        (409, SHORT, "INSUFFICIENT_STOCK", "Only 1 is left."),
        (404, b"<html>", "HTTP_404", ""),
        (400, b"[]", "HTTP_400", ""),
    ],
)
def test_a_refusal_is_final(status: int, body: bytes, code: str, detail: str) -> None:
    with answering((status, body)) as (url, keys):
        answer = sell(url)

    assert (answer.code, answer.detail, answer.is_sale) == (code, detail, False)
    assert len(keys) == 1


def run_clients(url: str, numbers: Sequence[int]) -> Clients:
    """One client with baskets that cost 1.99."""
    shop = Shop(ID, "replay", ID, ID)
    directory = Directory(locations={1: ID}, products={1: ID}, customers={7: ID})
    share = [basket(number, (1, 199)) for number in numbers]
    clients = Clients(url=url, shop=shop, directory=directory, tokens={1: "token"}, shares=[share])
    clients.run(lambda: None)
    return clients


def test_a_server_that_is_gone_ends_the_run_with_the_baskets_unsold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TRIES", 2)
    with answering((201, b"{}"), (0, b"")) as (url, _):
        clients = run_clients(url, [1, 2, 3])

    assert clients.broken.startswith("The server stopped answering (")
    assert clients.outcomes[0].sold == [1]
    assert clients.outcomes[0].refused == []


def test_a_sign_in_that_has_ended_ends_the_run() -> None:
    with answering((401, b'{"code": "NOT_AUTHENTICATED", "detail": "Sign in first."}')) as (url, keys):
        clients = run_clients(url, [1, 2, 3])

    assert clients.broken == "The terminals' sign-in has ended (Sign in first.)."
    assert len(keys) == 1


def test_a_refused_basket_does_not_stop_the_others() -> None:
    with answering((409, SHORT), (201, b"{}")) as (url, _):
        clients = run_clients(url, [1, 2])

    (outcome,) = clients.outcomes
    assert (clients.broken, outcome.sold, outcome.done) == ("", [2], 2)
    assert [(each.number, answer.code) for each, answer in outcome.refused] == [(1, "INSUFFICIENT_STOCK")]


def test_a_clients_own_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    shop = Shop(ID, "replay", ID, ID)
    nothing = Directory(locations={}, products={}, customers={})
    with answering((201, b"{}")) as (url, _):
        clients = Clients(url=url, shop=shop, directory=nothing, tokens={}, shares=[[basket(1, (1, 199))]])
        clients.run(lambda: None)

    assert clients.broken == "A client failed: KeyError(7)"


def test_a_basket_is_the_same_request_in_every_run() -> None:
    directory = Directory(locations={1: ID}, products={1: ID, 2: ID, 3: ID}, customers={7: ID})
    body = checkout_body(ID, basket(1, (15000, 3298), (0, 50), (2, 355)), directory)

    assert body == checkout_body(ID, basket(1, (15000, 3298), (0, 50), (2, 355)), directory)
    assert b'"unit_price":"0.002199","discount_amount":"0.01"' in body
    assert b'"amount_paid":"36.53"' in body
    assert b'"occurred_at":"2017-01-02T05:01:00+00:00"' in body


def test_a_free_basket_has_no_tender() -> None:
    directory = Directory(locations={1: ID}, products={1: ID}, customers={7: ID})

    assert b'"payments":[]' in checkout_body(ID, basket(1, (3, 0)), directory)
