"""Settings, by topic, from the environment. the README lists the variables."""

from optimapos.config.settings.apps import *  # noqa: F403
from optimapos.config.settings.databases import *  # noqa: F403
from optimapos.config.settings.http import *  # noqa: F403
from optimapos.config.settings.live import *  # noqa: F403
from optimapos.config.settings.logs import *  # noqa: F403
from optimapos.config.settings.mail import *  # noqa: F403
from optimapos.config.settings.payments import *  # noqa: F403
from optimapos.config.settings.security import *  # noqa: F403
from optimapos.config.settings.tasks import *  # noqa: F403
from optimapos.config.wiring import CONSUMERS, DOCUMENT_EFFECTS, DOCUMENT_KINDS, SHIFT_BOOKS, WIRING

__all__ = ["CONSUMERS", "DOCUMENT_EFFECTS", "DOCUMENT_KINDS", "SHIFT_BOOKS", "WIRING"]
