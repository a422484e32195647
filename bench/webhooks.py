"""How much longer than an empty view takes does a provider wait until its webhook is verified, kept and acknowledged?"""

from uuid import UUID

from bench.arena import Arena
from bench.inside import inside
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

TOLD = "shop_webhooks"
SECRET = "sk_bench_secret"
CLIENTS = 1
BAR = 10.0


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """By one client: `/healthz`, and events of Paystack that no payment waits for, each another one."""
    arena.close(BASE)
    arena.copy(BASE, TOLD)
    path = _account(arena, shop)
    tills = shop.tills(CLIENTS)
    contestants = [
        Contestant("an empty view", TOLD, "fetch", tills, {"path": "/healthz"}),
        Contestant("a webhook", TOLD, "webhook", tills, {"path": path, "secret": SECRET}),
    ]
    figures = in_turn(arena, plan, "webhooks", contestants, beside_limit=False)
    empty, told = figures[0].percentile(50), figures[1].percentile(95)
    ratio = told / empty if told and empty else None
    return Findings(figures, {"p95 / empty p50": ratio and round(ratio, 2), "at most": BAR})


def _account(arena: Arena, shop: Shop) -> str:
    with inside(arena, TOLD):
        from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
        from optimapos.organization.models import Membership  # noqa: PLC0415 - Django is set up by then
        from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then
        from optimapos.payments.services.accounts import ProviderAccountService  # noqa: PLC0415 - Django is set up by then

        business = UUID(shop.business_id)
        with tenant_scope(business):
            member = Membership.objects.for_business(business).get(role__code="owner")
        fields = {"provider": "PAYSTACK", "name": "Bench", "secrets": {"secret_key": SECRET}}
        account = ProviderAccountService.create_account(
            business=business, actor=actor_of_member(business, member.pk), fields=fields
        ).unwrap()
        return f"/api/payments/webhooks/paystack/{account.endpoint_key}/"
