"""What views are made of: the actor, a scoped read, one operation, a rendered answer."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.db.models import Model, ProtectedError, QuerySet
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from optimapos.apikit.idempotency import Answer, Answering, fingerprint_of, key_of
from optimapos.apikit.problems import problem_response
from optimapos.apikit.strictness import check_body, check_values, refuse_unknown_parameters
from optimapos.core.actors import Actor
from optimapos.core.audit_trail import leave_trace
from optimapos.core.operations import AlreadyDone, Once, run_operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import TenantManager, tenant_scope

Parsed = dict[str, Any]


class ActorView(APIView):
    """A view of one actor. Reads run in a transaction that names the actor's business."""

    capabilities: Mapping[str, str] = {}
    is_personal = False
    """Whether answers tell what is sealed in the tables, so that they are stored sealed too."""

    @property
    def actor(self) -> Actor:
        """Who is asking."""
        return cast(Actor, self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As DRF does it, with the body read first: the idempotency fingerprint needs it as it was sent."""
        _ = request._request.body
        super().initial(request, *args, **kwargs)
        refuse_unknown_parameters(self)

    def asked(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> Parsed:
        """The address's parameters, validated.

        Raises: ValidationError.
        """
        serializer = serializer_class(data=self.request.query_params.dict())
        check_values(serializer)
        return cast(Parsed, serializer.validated_data)

    def parsed(self, serializer_class: type[serializers.BaseSerializer[Any]], **options: Any) -> Parsed:
        """The body, validated, with related ids looked up in the actor's business only.

        Raises: ValidationError.
        """
        with tenant_scope(self.actor.business_id):
            serializer = serializer_class(
                data=self.request.data, context={"actor": self.actor, "view": self}, **options
            )
            check_body(serializer, self.request.data)
            return cast(Parsed, serializer.validated_data)

    def act(
        self, work: Callable[..., Result[Any]], *, present: Callable[[Any], Any], status: int = 200, **arguments: Any
    ) -> Response:
        """Run one operation for the actor's business and answer what `present` makes of its value."""
        answering = self._answering(present, status)
        try:
            result = work(business=self.actor.business_id, once=answering, **arguments)
        except AlreadyDone as done:
            return _sent(cast(Answer, done.answer))
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        return _sent(cast(Answer, answering.answer))

    def fingerprint(self) -> bytes:
        """What tells two uses of an idempotency key apart."""
        return fingerprint_of(self.request._request)

    def _answering(self, present: Callable[[Any], Any], status: int) -> Answering:
        request = self.request._request
        return Answering(
            key=key_of(request),
            fingerprint=self.fingerprint(),
            status=status,
            present=present,
            is_personal=self.is_personal,
        )


class ScopedViewSet(ActorView, viewsets.GenericViewSet[Any]):
    """A viewset over rows of the actor's business: `records(actor)` says which the actor may see."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def records(self, actor: Actor) -> QuerySet[Any]:
        """The rows that the actor may see."""
        manager = cast(TenantManager[Any], self.serializer_class.Meta.model.objects)  # type: ignore[union-attr]
        return manager.for_business(actor.business_id)

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that the actor may see; none where the schema generator asks without one."""
        if getattr(self, "swagger_fake_view", False):
            return cast(QuerySet[Any], self.serializer_class.Meta.model._base_manager.none())  # type: ignore[union-attr]
        return self.records(self.actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
            return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row."""
        with tenant_scope(self.actor.business_id):
            return Response(self.get_serializer(self.get_object()).data)

    def get_serializer_context(self) -> dict[str, Any]:
        """The actor, for scoped fields."""
        return {"actor": getattr(self.request, "auth", None), "view": self, "request": self.request}


class RecordViewSet(ScopedViewSet):
    """Plain create, change and delete of records without rules of their own, such as brands: audited, idempotent."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Create a record."""
        return self.act(self._saved, present=self.presented, status=201)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a record."""
        return self.act(self._saved, present=self.presented)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a record that nothing refers to."""
        return self.act(self._deleted, present=lambda _: None, status=204)

    def presented(self, record: Model) -> Any:
        """The record as it is answered."""
        return self.get_serializer(record).data

    def _saved(self, *, business: Any, once: Once) -> Result[Model]:
        def work() -> Result[Model]:
            instance = self.get_object() if self.kwargs.get("pk") else None
            serializer = self.get_serializer(instance, data=self.request.data, partial=instance is not None)
            check_body(serializer, self.request.data)
            record = serializer.save() if instance else serializer.save(business_id=business)
            self._trace(record, "updated" if instance else "created")
            return Result.success(record)

        return run_operation(business, work, once)

    def _deleted(self, *, business: Any, once: Once) -> Result[None]:
        def work() -> Result[None]:
            record = self.get_object()
            self._trace(record, "deleted")
            try:
                record.delete()
            except ProtectedError as error:
                raise DomainError("IN_USE", "Other records refer to this one, so it can't be deleted.") from error
            return Result.success(None)

        return run_operation(business, work, once)

    def _trace(self, record: Model, what: str) -> None:
        leave_trace(
            business=self.actor.business_id,
            event_type=f"{record._meta.model_name}.{what}",
            user_id=self.actor.user_id,
            event_data={"id": str(record.pk)},
        )


def _sent(answer: Answer) -> Response:
    body = None if answer.status == 204 else answer.body
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
    return Response(body, status=answer.status, headers=headers)
