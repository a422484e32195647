"""A screen whose script fails looks like one that works until it is used: the tests hear of it in every window."""

import pytest
from playwright.sync_api import Browser

from tests.servers import Server
from tests.web.conftest import forgetful, heard_in


def fail_in_a_second_window(browser: Browser, server: Server, fault: str) -> None:
    """Two pages, of which one has a script that fails."""
    with heard_in(forgetful(browser, server)) as opened:
        opened.new_page()
        second = opened.new_page()
        second.goto("/sign-in")
        with opened.expect_event("weberror"):
            second.evaluate(f"() => {{ setTimeout(() => {{ {fault} }}, 0) }}")


@pytest.mark.parametrize("fault", ["throw new Error('a bug')", "void Promise.reject(new Error('a bug'))"])
def test_a_script_that_fails_in_any_window_fails_the_test(browser: Browser, server: Server, fault: str) -> None:
    with pytest.raises(AssertionError, match="a bug"):
        fail_in_a_second_window(browser, server, fault)
