"""The live process: `python -m optimapos.config.live`, at a socket that it is handed or an address that it is told."""

import argparse
import os
import socket

import uvicorn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "optimapos.config.settings")

from django.conf import settings

from optimapos.live.process import Limits, Live

_GRACE_SECONDS = 2


def application() -> Live:
    """The ASGI application, as the settings have it: `uvicorn --factory optimapos.config.live:application`."""
    return Live(
        redis_url=settings.REDIS_URL,
        origins=frozenset(settings.CSRF_TRUSTED_ORIGINS),
        limits=Limits(streams=settings.LIVE_STREAMS, streams_of_business=settings.LIVE_STREAMS_OF_BUSINESS),
    )


def main() -> None:
    """Serve until a signal."""
    parser = argparse.ArgumentParser(prog="python -m optimapos.config.live", description=__doc__)
    parser.add_argument("--fd", type=int, help="a listening socket, by its number")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    options = parser.parse_args()
    config = uvicorn.Config(
        application(),
        host=options.host,
        port=options.port,
        access_log=False,
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_SECONDS,
        server_header=False,
    )
    sockets = None if options.fd is None else [socket.socket(fileno=options.fd)]
    uvicorn.Server(config).run(sockets=sockets)


if __name__ == "__main__":
    main()
