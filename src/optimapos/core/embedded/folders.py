"""The folders under `var/`: writable or refused, reachable for PostgreSQL's own account, short enough for a socket."""

import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
from pathlib import Path

from optimapos.core.embedded.errors import EngineError

SOCKET_PATH_LIMIT = 100
# The kernel allows 107 bytes for a socket's path (103 on macOS), the socket's own name included.
LOG_LIMIT = 10_000_000
_SAFE_PATH = re.compile(r"[A-Za-z0-9/._-]+")
# Anything else would have to be quoted differently in each of the URLs that name the socket.


def prepare_var(var: Path) -> None:
    """Create `var` with `log/` and `run/` and prove that it can be written to.

    Raises: EngineError when it can't.
    """
    try:
        for folder in (var, var / "log", var / "run"):
            folder.mkdir(parents=True, exist_ok=True)
        (var / "log").chmod(0o700)
        with tempfile.TemporaryFile(dir=var / "run"):
            pass
    except OSError as error:
        raise EngineError(
            f"The folder {var} can't be written to ({error.strerror}); set OPTIMAPOS_VAR to one that can."
        ) from error


def secret_key(var: Path) -> str:
    """The installation's secret key, made once and readable by its owner alone."""
    path = var / "secret_key"
    draft = path.with_name(f".secret_key.{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # unlike a rename, it never replaces a key that another process made first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def socket_folder(folder: Path, name: str) -> Path:
    """Where the socket `name` of the engine in `folder` lives: there, or under /tmp when that path is too long or odd.

    The answer depends on the path alone, so every process finds the same one.
    """
    if len(os.fsencode(folder / name)) <= SOCKET_PATH_LIMIT and _SAFE_PATH.fullmatch(str(folder)):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"optimapos-{digest}"  # noqa: S108 (made private, or refused, by private_folder)


def private_folder(folder: Path, owner: int) -> None:
    """Make `folder` one that only the account `owner` (and root) may enter.

    Raises: EngineError when it exists and is a link or somebody else's, as a trap in /tmp would be.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
        raise EngineError(f"The folder {folder} belongs to somebody else; remove it, or set OPTIMAPOS_VAR.")
    folder.chmod(0o700)
    if found.st_uid != owner:
        os.chown(folder, owner, -1)


def open_for_traversal(folder: Path) -> None:
    """Let other accounts pass through the parents of `folder`, without letting them list anything."""
    for parent in folder.absolute().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def rotate_log(log: Path) -> None:
    """Keep one older part of a log that has grown too long. Its writers append, so they go on at the new start."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)
