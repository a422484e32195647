"""A server of our own that can't start says why at once."""

import pytest
from django.test import override_settings

from optimapos.replay.server import own_server
from optimapos.replay.types import ReplayError


def test_a_server_that_does_not_start_is_told_with_its_own_reason() -> None:
    with (
        override_settings(WSGI_APPLICATION="optimapos.nowhere.application"),
        pytest.raises(ReplayError, match=r"The server did not start: .* \(see .*replay-server\.log\)"),
        own_server(),
    ):
        pass
