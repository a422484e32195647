"""What the stand-ins share: a threaded HTTP server, books under one lock, faults on demand.

A fault is taken by the next request whose path contains `where`: `500` and `garbage` answer so without doing anything;
`lost` does what was asked and closes the connection without an answer; `slow` does it and answers too late.
"""

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, Any]


@dataclass
class Asked:
    """A request as a stand-in reads it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        """A form's fields."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    def json(self) -> Any:
        """A JSON body."""
        return json.loads(self.body or b"{}")


@dataclass
class Fault:
    """What goes wrong with the next requests at a place."""

    where: str
    kind: str
    times: int = 1


@dataclass
class StandIn:
    """A provider. `calls` counts what was asked, by method and path."""

    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    slow_seconds: float = 1.5

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def stop(self) -> None:
        """Close it."""
        self._server.shutdown()
        self._server.server_close()

    def fail(self, where: str, kind: str, times: int = 1) -> None:
        """Let the next requests at a place go wrong."""
        self.faults.append(Fault(where, kind, times))

    def fault_at(self, path: str) -> str:
        """Take the fault that is due at a place."""
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.where in path:
                    fault.times -= 1
                    return fault.kind
        return ""

    def answer(self, asked: Asked) -> Reply:
        """What the provider answers; a stand-in says it."""
        raise NotImplementedError


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query={name: values[0] for name, values in parse_qs(parts.query).items()},
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            with standin.lock:
                standin.calls.append((asked.method, asked.path))
            self._send(asked, standin.fault_at(asked.path))

        def _send(self, asked: Asked, fault: str) -> None:
            if fault == "500":
                self._write(500, b"<html>oops</html>")
            elif fault == "garbage":
                self._write(200, b'{"id": [[')
            else:
                with standin.lock:
                    status, body = standin.answer(asked)
                if fault == "slow":
                    time.sleep(standin.slow_seconds)
                if fault == "lost":
                    self.close_connection = True
                    return
                self._write(status, body if isinstance(body, bytes) else json.dumps(body).encode())

        def _write(self, status: int, body: bytes) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has given up waiting
                self._whole(status, body)

        def _whole(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = _serve  # noqa: N815 - as the library calls them
        do_POST = _serve  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
