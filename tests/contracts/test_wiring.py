"""Wiring: every dotted path loads, and what it names has the shape of the Protocol that it stands for."""

import importlib
import inspect
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from optimapos.core.actors import ALL_CAPABILITIES
from optimapos.core.interfaces import (
    IDocumentEffect,
    IDocumentKind,
    IDocumentService,
    document_effects,
    document_kinds,
    implementation,
)
from optimapos.nomenclatures.models import Document
from optimapos.nomenclatures.rules.workflow import problems_of
from optimapos.nomenclatures.services import DocumentService
from tests.contracts.sources import called_name, package_sources

WHERE = ("optimapos.core.interfaces", "optimapos.core.audit_trail")


def _protocol(name: str) -> Any:
    found = [getattr(module, name) for module in map(importlib.import_module, WHERE) if hasattr(module, name)]
    assert found, f"no interface is called {name}: remove it from config/wiring.py"
    return found[0]


def _methods(protocol: Any) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(getattr(protocol, name))
        for name in vars(protocol)
        if not name.startswith("_") and callable(getattr(protocol, name))
    }


def _takes_what_is_asked(stands_for: Any, protocol: Any, name: str) -> None:
    assert _methods(protocol)
    for method, asked in _methods(protocol).items():
        taken = inspect.signature(getattr(stands_for, method)).parameters
        assert set(asked.parameters) <= set(taken), f"{name}.{method}"
        for parameter in set(taken) - set(asked.parameters):
            has_default = taken[parameter].default is not inspect.Parameter.empty
            assert has_default or taken[parameter].kind is inspect.Parameter.VAR_KEYWORD, (
                f"{name}.{method}: {parameter}"
            )
        assert all(taken[parameter].kind is asked.parameters[parameter].kind for parameter in asked.parameters)
        assert isinstance(inspect.getattr_static(stands_for, method), staticmethod)


@pytest.mark.parametrize("name", sorted(settings.WIRING))
def test_an_implementation_takes_what_its_interface_says(name: str) -> None:
    protocol = _protocol(name)
    _takes_what_is_asked(implementation(protocol), protocol, name)


@pytest.mark.parametrize("code", sorted(document_kinds()))
def test_a_kind_of_document_is_what_the_engine_asks_for(code: str) -> None:
    kind = document_kinds()[code]
    _takes_what_is_asked(kind, IDocumentKind, code)
    assert {name for name in IDocumentKind.__annotations__ if not hasattr(kind, name)} == set()
    assert issubclass(kind.model, Document)
    assert kind.model.kind == kind.code == code
    assert {kind.create_capability, kind.view_capability} <= set(ALL_CAPABILITIES)


@pytest.mark.parametrize("code", sorted(document_kinds()))
def test_the_built_in_workflow_of_a_kind_is_a_good_one(code: str) -> None:
    kind = document_kinds()[code]
    assert problems_of(kind.workflow, moves_stock=kind.moves_stock) == []


def test_every_document_has_its_kind_and_numbers_of_its_own() -> None:
    models = {model for model in apps.get_models() if issubclass(model, Document)}
    assert {kind.model for kind in document_kinds().values()} == models
    assert len({kind.prefix for kind in document_kinds().values()}) == len(models) == len(settings.DOCUMENT_KINDS)


def test_effects_are_of_known_kinds_and_take_steps() -> None:
    assert set(settings.DOCUMENT_EFFECTS) <= set(document_kinds())
    for code in document_kinds():
        for effect in document_effects(code):
            _takes_what_is_asked(effect, IDocumentEffect, code)


def test_what_moves_stock_has_effects_and_nothing_else_has_the_one_that_moves_it() -> None:
    stock = "optimapos.inventory.services.effects.StockEffect"
    moving = {code for code, kind in document_kinds().items() if kind.moves_stock}
    assert moving <= set(settings.DOCUMENT_EFFECTS)
    assert {code for code, paths in settings.DOCUMENT_EFFECTS.items() if stock in paths} <= moving


def test_the_document_service_is_the_one_that_the_source_names() -> None:
    assert isinstance(DocumentService(), IDocumentService)


def test_every_interface_that_is_asked_for_is_wired() -> None:
    asked = {
        argument.id
        for source in package_sources()
        for call in source.calls
        if called_name(call) == "implementation"
        for argument in call.args
        if hasattr(argument, "id") and argument.id != "interface"
    }
    assert asked == set(settings.WIRING)


def test_consumers_load_and_take_news() -> None:
    for path in [path for paths in settings.CONSUMERS.values() for path in paths]:
        assert {"business_id", "message_id", "payload"} <= set(inspect.signature(import_string(path)).parameters), path


def test_periodic_tasks_load() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert callable(import_string(str(entry["task"])))
