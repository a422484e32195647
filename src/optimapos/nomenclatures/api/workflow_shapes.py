"""What document types and their workflows ask and answer."""

from typing import Any, ClassVar

from rest_framework import serializers

from optimapos.core.actors import Capability
from optimapos.nomenclatures.models import DocumentType, DocumentTypeStatus, DocumentTypeTransition
from optimapos.nomenclatures.selectors.workflows import STATUS_COLUMNS
from optimapos.nomenclatures.types import STATUS_CODE, TYPE_CODE, StatusSpec, TransitionSpec, Trigger, Workflow

MAX_LISTED = 500
MAX_CODE = 30
FLAGS = [column for column in STATUS_COLUMNS if column not in {"code", "name"}]
BAD_STATUS_CODE: Any = {"invalid": "Small letters, digits and _, beginning with a letter; not insert."}


class StatusSerializer(serializers.ModelSerializer[DocumentTypeStatus]):
    """A status and what it does."""

    code = serializers.RegexField(STATUS_CODE, max_length=MAX_CODE, error_messages=BAD_STATUS_CODE)

    class Meta:
        model = DocumentTypeStatus
        fields = list(STATUS_COLUMNS)
        validators: ClassVar[list[Any]] = []  # as of a transition


class StatusChangesSerializer(serializers.ModelSerializer[DocumentTypeStatus]):
    """Other columns of a status; its code stays."""

    class Meta:
        model = DocumentTypeStatus
        fields = ["name", *FLAGS]


class TransitionChangesSerializer(serializers.ModelSerializer[DocumentTypeTransition]):
    """Who may take a way, what takes it, and whether a comment has to be given."""

    capability = serializers.ChoiceField(choices=Capability.choices)

    class Meta:
        model = DocumentTypeTransition
        fields = ["capability", "trigger", "requires_comment"]
        validators: ClassVar[list[Any]] = []  # the whole workflow is checked, with all reasons at once


class TransitionSerializer(TransitionChangesSerializer):
    """A way from one status to another, both by their codes."""

    from_status = serializers.CharField(max_length=MAX_CODE, source="from_status.code")
    to_status = serializers.CharField(max_length=MAX_CODE, source="to_status.code")

    class Meta(TransitionChangesSerializer.Meta):
        fields = ["from_status", "to_status", *TransitionChangesSerializer.Meta.fields]


class WorkflowSerializer(serializers.Serializer[Any]):
    """All statuses of a document type, in order, and the ways between them."""

    statuses = StatusSerializer(many=True, max_length=MAX_LISTED)  # type: ignore[call-arg]
    transitions = TransitionSerializer(many=True, max_length=MAX_LISTED)  # type: ignore[call-arg]


class NewStatusSerializer(StatusSerializer):
    """A status, behind which other it is shown, and the ways that connect it."""

    after = serializers.CharField(max_length=MAX_CODE, required=False)
    transitions = TransitionSerializer(many=True, max_length=MAX_LISTED)  # type: ignore[call-arg]

    class Meta(StatusSerializer.Meta):
        fields = [*StatusSerializer.Meta.fields, "after", "transitions"]


WAYS = ["capability_in", "capability_out", "sends_back_to", "closes_other_ways"]
"""What an inserted status may be told about the ways to it and from it."""


class InsertedStatusSerializer(StatusSerializer):
    """A status to put into a transition. Without a capability the transition's own stays for that way.

    `sends_back_to`: a status to which a document may be sent back from here, with a comment. `closes_other_ways`: all
    other ways to `to_status` are taken away, so that nothing gets there past the new status.
    """

    from_status = serializers.CharField(max_length=MAX_CODE)
    to_status = serializers.CharField(max_length=MAX_CODE)
    capability_in = serializers.ChoiceField(choices=Capability.choices, required=False)
    capability_out = serializers.ChoiceField(choices=Capability.choices, required=False)
    sends_back_to = serializers.CharField(max_length=MAX_CODE, required=False)
    closes_other_ways = serializers.BooleanField(required=False)

    class Meta(StatusSerializer.Meta):
        fields = [*StatusSerializer.Meta.fields, "from_status", "to_status", *WAYS]


class DocumentTypeSerializer(serializers.ModelSerializer[DocumentType]):
    """A document type with its workflow."""

    statuses = StatusSerializer(many=True, read_only=True)
    transitions = TransitionSerializer(many=True, read_only=True)

    class Meta:
        model = DocumentType
        fields = ["id", "kind", "code", "name", "prefix", "is_default", "is_active", "statuses", "transitions"]


class NewDocumentTypeSerializer(serializers.Serializer[Any]):
    """A further type of a kind. Without a workflow it gets a copy of the default type's."""

    kind = serializers.CharField(max_length=20)
    code = serializers.RegexField(TYPE_CODE, max_length=MAX_CODE)
    name = serializers.CharField(max_length=120)
    prefix = serializers.CharField(max_length=12)
    workflow = WorkflowSerializer(required=False)


class DocumentTypeChangesSerializer(serializers.Serializer[Any]):
    """What may change of a document type."""

    name = serializers.CharField(max_length=120, required=False)
    prefix = serializers.CharField(max_length=12, required=False)
    is_active = serializers.BooleanField(required=False)
    is_default = serializers.BooleanField(required=False)


class ObstacleSerializer(serializers.Serializer[Any]):
    """Why a workflow can't be used; `documents` of `status` are in its way where there are any."""

    code = serializers.CharField()
    status = serializers.CharField()
    msg = serializers.CharField()
    documents = serializers.IntegerField(required=False)
    posted = serializers.BooleanField(required=False)


class WorkflowCheckSerializer(serializers.Serializer[Any]):
    """Everything that is wrong with a proposed workflow; empty, where it may be used."""

    problems = ObstacleSerializer(many=True)


def status_of(body: dict[str, Any]) -> StatusSpec:
    """The status that a body describes."""
    return StatusSpec(**{column: body[column] for column in STATUS_COLUMNS if column in body})


def transition_of(body: dict[str, Any]) -> TransitionSpec:
    """The transition that a body describes."""
    return TransitionSpec(
        from_status=body["from_status"]["code"],
        to_status=body["to_status"]["code"],
        capability=body["capability"],
        trigger=body.get("trigger", Trigger.MANUAL),
        requires_comment=body.get("requires_comment", False),
    )


def workflow_of_body(body: dict[str, Any]) -> Workflow:
    """The workflow that a body describes."""
    return Workflow(
        tuple(status_of(each) for each in body["statuses"]), tuple(transition_of(each) for each in body["transitions"])
    )
