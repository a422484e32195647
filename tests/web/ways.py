"""A way between a browser and the server that can be cut, loses answers, and sends each batch of the queue twice."""

import http.client
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BATCHES = "/api/offline/sales/"
PASSED_ON = frozenset({"transfer-encoding", "connection", "keep-alive", "content-length"})
"""Headers of the way itself."""


@dataclass
class Losses:
    """How often something was lost or doubled."""

    asked: int = 0
    answers: int = 0
    batches: int = 0


class Way(ThreadingHTTPServer):
    """A proxy for one browser. While it is cut no connection is let in and those that are open break, whatever they carry."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, target: tuple[str, int], *, loss: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Carrier)
        self.target, self.loss, self.dice = target, loss, random.Random(seed)
        self.losses = Losses()
        self.is_cut = False
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    @property
    def address(self) -> str:
        """Its address for a browser."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def cut(self) -> None:
        """Break what is open and let nothing in."""
        self.is_cut = True
        with self._guard:
            for one in self._open:
                break_off(one)

    def mend(self) -> None:
        """Let everything through, but for the answers that are lost."""
        self.is_cut = False

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether a connection is let in."""
        with self._guard:
            self._open.add(request)
        if self.is_cut:
            break_off(request)
        return not self.is_cut

    def shutdown_request(self, request: Any) -> None:
        """A connection is done."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is what this is for."""


def break_off(connection: socket.socket) -> None:
    """End a connection in the middle of whatever it does."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)


class _Carrier(BaseHTTPRequestHandler):
    """Requests of one connection."""

    server: Way
    protocol_version = "HTTP/1.1"
    timeout = 120

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._carry
        raise AttributeError(name)

    def _carry(self) -> None:
        way = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_write = self.command not in {"GET", "HEAD"}
        dice = way.dice.random()
        if is_write and dice < way.loss / 2:
            way.losses.asked += 1
            self._break()
            return
        if self.path == BATCHES and self.command == "POST":
            way.losses.batches += 1
            self._answer(body)
        response, content = self._answer(body)
        if way.is_cut or (is_write and dice < way.loss):
            way.losses.answers += 1
            self._break()
            return
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            if name.lower() not in PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        far = http.client.HTTPConnection(*self.server.target, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in PASSED_ON}
        try:
            far.request(self.command, self.path, body or None, headers)
            response = far.getresponse()
            return response, response.read()
        finally:
            far.close()

    def _break(self) -> None:
        self.close_connection = True
        break_off(self.connection)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@contextmanager
def way_to(target: tuple[str, int], *, loss: float, seed: int) -> Iterator[Way]:
    """A way for the length of a block."""
    way = Way(target, loss=loss, seed=seed)
    threading.Thread(target=way.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield way
    finally:
        way.cut()
        way.shutdown()
        way.server_close()
