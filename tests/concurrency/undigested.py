"""The control's server: the product with what envelopes are known by switched off, so that each sending is a new one."""

import os
from typing import Any

from optimapos.config.wsgi import application
from optimapos.offline.services import intake


def digest_of(*_: Any, **__: Any) -> bytes:
    """Never the same."""
    return os.urandom(32)


if not hasattr(intake, "digest_of"):
    raise RuntimeError("envelopes are known by something else now: the control switches nothing off")
intake.digest_of = digest_of

__all__ = ["application"]
