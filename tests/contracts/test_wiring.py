"""Wiring: every dotted path loads, and what it names has the shape of the Protocol that it stands for."""

import importlib
import inspect
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from optimapos.core.interfaces import implementation
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


@pytest.mark.parametrize("name", sorted(settings.WIRING))
def test_an_implementation_takes_what_its_interface_says(name: str) -> None:
    protocol = _protocol(name)
    stands_for = implementation(protocol)
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
