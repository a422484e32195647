"""Documents: their triggers, how a workflow is written down as data, and one step along it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from optimapos.core.actors import Actor

TYPE_CODE = r"^[A-Za-z][A-Za-z0-9_-]*\Z"
STATUS_CODE = r"^(?!insert\Z)[a-z][a-z0-9_]*\Z"
"""How codes are written. They stand in addresses, where `insert` stands for something else."""


class Trigger(models.TextChoices):
    """What takes a transition: a person who may, or something that happened to the document elsewhere.

    CONVERTED: it was copied into the next document. PARTLY_RECEIVED, RECEIVED: goods of it arrived, some or all of them.
    REOPENED: what was received was taken back.
    """

    MANUAL = "MANUAL", "By hand"
    CONVERTED = "CONVERTED", "When converted"
    PARTLY_RECEIVED = "PARTLY_RECEIVED", "When some goods arrived"
    RECEIVED = "RECEIVED", "When all goods arrived"
    REOPENED = "REOPENED", "When a receipt was taken back"


@dataclass(frozen=True, slots=True)
class StatusSpec:
    """A status as data. The flags are those of `DocumentTypeStatus`."""

    code: str
    name: str
    is_initial: bool = False
    is_final: bool = False
    is_editable: bool = False
    is_deletable: bool = False
    allows_conversion: bool = False
    creates_inventory_movements: bool = False
    reverses_inventory_movements: bool = False
    allows_movement_correction: bool = False


@dataclass(frozen=True, slots=True)
class TransitionSpec:
    """A way from one status to another, who may take it, and whether a comment has to be given."""

    from_status: str
    to_status: str
    capability: str
    trigger: str = Trigger.MANUAL
    requires_comment: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """All statuses of a document type, in the order in which they are shown, and the ways between them."""

    statuses: tuple[StatusSpec, ...]
    transitions: tuple[TransitionSpec, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one document: what its new status is configured to do, by whom and when.

    `creates_movements`: the document's stock movements are made now; `reverses_movements`: they are taken back now.
    `allows_conversion`: from now on it may be turned into the next document, or received; `is_editable`: from now on its
    lines may change; `is_final`: it is done. Kinds ask these and not for codes of statuses, which a business chooses.
    """

    from_status: str
    to_status: str
    creates_movements: bool
    reverses_movements: bool
    actor: Actor
    at: datetime
    comment: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    trigger: str = Trigger.MANUAL
    allows_conversion: bool = False
    is_editable: bool = False
    is_final: bool = False
