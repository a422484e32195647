"""Webhooks: verified by the raw body, kept, acknowledged; worked off by a worker. A forgery leaves no row."""

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor

from celery import current_app
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from kombu.exceptions import OperationalError as BrokerAway

from optimapos.apikit.problems import PROBLEM_JSON, problem
from optimapos.apikit.renderers import dump_json
from optimapos.core.result import DomainError
from optimapos.core.sealed import is_known
from optimapos.core.tenancy import tenant_scope
from optimapos.payments.gateways import Gateway, gateway_for
from optimapos.payments.models import ProviderAccount
from optimapos.payments.rules.keys import business_of_endpoint
from optimapos.payments.selectors import account_at
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.types import MAX_WEBHOOK_BYTES, WAKE_UP, WAKE_UP_EVENTS, Event, Forged, Unreadable

logger = logging.getLogger(__name__)
SECRETS = ("sealed_secrets", "sealed_webhook_secrets")
_waking = ThreadPoolExecutor(1, thread_name_prefix="wake-ups")


@csrf_exempt
def webhook(request: HttpRequest, provider: str, endpoint_key: str) -> HttpResponse:
    """POST or PUT /api/payments/webhooks/{provider}/{endpoint_key}/: an event of a provider."""
    try:
        if request.method not in {"POST", "PUT"}:
            raise DomainError("METHOD_NOT_ALLOWED", f'Method "{request.method}" not allowed.')
        account, event, digest = _verified(request, provider.upper(), endpoint_key)
        is_new = _hinted(account, event) if event.is_hint else _kept(account, event, digest)
    except DomainError as refusal:
        document = problem(refusal.code, refusal.msg)
        return HttpResponse(dump_json(document), status=document["status"], content_type=PROBLEM_JSON)
    return HttpResponse(dump_json({"received": True, "is_new": is_new}), content_type="application/json")


def _verified(request: HttpRequest, provider: str, endpoint_key: str) -> tuple[ProviderAccount, Event, bytes]:
    business_id = business_of_endpoint(endpoint_key)
    body = _body(request)
    if business_id is None:
        raise DomainError("NOT_FOUND", "There is nothing here.")
    account = account_at(business_id, endpoint_key, provider)
    if account is None:
        raise DomainError("NOT_FOUND", "There is nothing here.")
    gateway = _gateway_of(account)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        return account, gateway.event(body, headers, timezone.now()), hashlib.sha256(body).digest()
    except Forged as error:
        logger.warning("a webhook of account %s was refused: %s", account.pk, error)
        raise DomainError("WEBHOOK_FORGED", "This was not signed by the provider.") from None
    except Unreadable as error:
        logger.warning("a webhook of account %s can't be read: %s", account.pk, error)
        raise DomainError(
            "WEBHOOK_UNREADABLE", "The provider signed this, but it is no event that it publishes."
        ) from None


def _gateway_of(account: ProviderAccount) -> Gateway:
    """Its secrets' key is asked for where this process has not met it yet."""
    if all(is_known(account.business_id, account.__dict__[name]) for name in SECRETS):
        return gateway_for(account.provider, account.credentials)
    with tenant_scope(account.business_id):
        return gateway_for(account.provider, account.credentials)


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()) or int(length) > MAX_WEBHOOK_BYTES:
        raise DomainError("TOO_LARGE", f"An event has at most {MAX_WEBHOOK_BYTES} bytes.")
    return request.read(MAX_WEBHOOK_BYTES + 1)


def _kept(account: ProviderAccount, event: Event, digest: bytes) -> bool:
    """Committed before it is acknowledged."""
    kept, is_new = ProviderEventService.keep(business=account.business_id, account=account, event=event, digest=digest)
    if is_new and event.told is not None:
        _wake(WAKE_UP_EVENTS, account, str(kept))
    return is_new


def _hinted(account: ProviderAccount, event: Event) -> bool:
    found = ProviderEventService.hint(
        business=account.business_id, account=account, event=event, at=timezone.now()
    ).unwrap()
    if found is None:
        raise DomainError("WEBHOOK_FORGED", "This is about no payment of ours.")
    _wake(WAKE_UP, account, str(found))
    return False


def _wake(task: str, account: ProviderAccount, row: str) -> None:
    """Have it worked off soon. The provider does not wait for the broker."""
    _waking.submit(_send, task, [str(account.business_id), row])


def _send(task: str, arguments: list[str]) -> None:
    """Without a broker the sweep does it a little later."""
    try:
        current_app.send_task(task, args=arguments)
    except (BrokerAway, OSError):
        logger.warning("no broker: %s waits for the sweep", arguments[-1])
