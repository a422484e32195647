"""`optimapos run`: everything that a shop needs, in one process tree."""

import argparse
from collections.abc import Callable

from optimapos import __version__
from optimapos.config.cli.children import end_leftovers
from optimapos.config.cli.console import done, say
from optimapos.config.cli.environment import Installation, read_installation
from optimapos.config.cli.refusal import Refusal
from optimapos.config.cli.server import running_server, server_lock
from optimapos.config.cli.startup import prepare_database, reserve, reserve_beside, start_engines
from optimapos.config.cli.supervisor import Plan, StopRequest, Supervisor, stop_on_signals
from optimapos.core.embedded.folders import prepare_var


def command(arguments: list[str]) -> int:
    """Serve until a signal asks to stop, and answer the exit code.

    Raises: Refusal or EngineError for whatever keeps it from starting.
    """
    options = _options(arguments)
    installation = read_installation()
    prepare_var(installation.var)
    lock = server_lock(installation.var)
    if not lock.take():
        where = running_server(installation.var)
        raise Refusal(f"OptimaPOS is already running on {installation.var}{f' at {where}' if where else ''}.")
    try:
        with stop_on_signals():
            _serve(options, installation)
    except StopRequest:
        say("Stopped; everything is saved.")
    finally:
        lock.release()
    return 0


def _serve(options: argparse.Namespace, installation: Installation) -> None:
    if ended := end_leftovers(installation.var):
        done(f"Ended {ended} processes that an earlier server had left behind")
    listener = reserve(options.host, options.port)
    live_listener = reserve_beside(listener, options.host, options.live_port)
    engines = installation.engines(die_with_parent=True)
    say(f"OptimaPOS {__version__}", style="bold")
    try:
        environment = start_engines(installation, engines)
        told = prepare_database(installation, environment, seed=installation.own_postgres and not options.no_seed)
        plan = Plan(
            host=options.host, workers=options.workers, threads=options.threads, with_worker=not options.no_worker
        )
        supervisor = Supervisor(
            plan=plan,
            var=installation.var,
            engines=engines,
            environment=environment,
            listener=listener,
            live_listener=live_listener,
        )
        try:
            supervisor.start()
            _greet(supervisor.url, told)
            supervisor.watch()
        except StopRequest:
            say("Stopping ...")
            raise
        finally:
            supervisor.stop()
    finally:
        listener.close()
        live_listener.close()
        engines.stop()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="optimapos run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_whole(0, 65535), default=8000, help="port; 0 takes a free one (8000)")
    parser.add_argument(
        "--live-port", type=_whole(0, 65535), help="port of the live stream (the next one, or a free one)"
    )
    parser.add_argument("--workers", type=_whole(1, 64), default=2, help="web processes (2)")
    parser.add_argument("--threads", type=_whole(1, 64), default=4, help="threads in each (4)")
    parser.add_argument("--no-worker", action="store_true", help="without Celery's worker and beat")
    parser.add_argument("--no-seed", action="store_true", help="without the demo shop")
    return parser.parse_args(arguments)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parse


def _greet(url: str, told: list[str]) -> None:
    say()
    say(f"  {url}", style="bold")
    for line in told:
        say(f"  {line}")
    say()
    say("Ctrl-C stops it.")
