"""Stand-ins for a module's length, at addresses that accounts may name."""

from collections.abc import Iterator

import pytest
from django.conf import settings as project_settings

from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying, make_paying


@pytest.fixture(scope="module", autouse=True)
def _free_addresses() -> Iterator[None]:
    project_settings.PAYMENT_FREE_ADDRESSES, project_settings.PAYMENT_TIMEOUT_SECONDS = True, 1.0
    yield
    project_settings.PAYMENT_FREE_ADDRESSES, project_settings.PAYMENT_TIMEOUT_SECONDS = False, 10.0


@pytest.fixture(scope="module")
def stripe_standin() -> Iterator[StripeStandIn]:
    """A running stand-in for Stripe."""
    standin = StripeStandIn()
    yield standin
    standin.stop()


@pytest.fixture(scope="module")
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop that takes cards through it."""
    return make_paying(stripe_standin)
