"""Built-in roles follow the code: a business that started before a capability came has it after an upgrade."""

from decimal import Decimal

from django.core.management import call_command

from optimapos.audit.models import AuditLog
from optimapos.config.cli.prepare import bring_up_to_date
from optimapos.core.actors import ALL_CAPABILITIES
from optimapos.organization.models import Role
from optimapos.organization.services import RoleService
from tests.factories.organization import Shop


def capabilities(shop: Shop, code: str) -> set[str]:
    """What a role permits now."""
    with shop.scope():
        return set(Role.objects.for_business(shop.id).get(code=code).capabilities)


def as_of_an_older_version(shop: Shop) -> None:
    """The owner's role without what came later, the cashier's with what was taken from it since; a role of one's own."""
    with shop.scope():
        rows = Role.objects.for_business(shop.id)
        rows.filter(code="owner").update(capabilities=["people.manage", "sale.view"])
        rows.filter(code="cashier").update(capabilities=[*capabilities(shop, "cashier"), "audit.view"])
        rows.create(
            business_id=shop.id, code="helper", name="Helper", capabilities=["sale.view"], max_discount=Decimal(3)
        )


def test_an_upgraded_business_gets_what_its_built_in_roles_gained(shop: Shop) -> None:
    as_of_an_older_version(shop)
    assert RoleService.follow_code() >= 2
    assert capabilities(shop, "owner") == ALL_CAPABILITIES
    assert "audit.view" not in capabilities(shop, "cashier")
    assert capabilities(shop, "helper") == {"sale.view"}
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).filter(event_type="role.updated").order_by("id")
        figures = {row.event_data["role"]: row.event_data for row in told}
    assert figures["cashier"] == {"role": "cashier", "gained": [], "lost": ["audit.view"]}
    assert set(figures["owner"]["gained"]) == ALL_CAPABILITIES - {"people.manage", "sale.view"}


def test_roles_that_are_as_the_code_says_are_left_alone(shop: Shop) -> None:
    RoleService.follow_code()
    assert RoleService.follow_code() == 0
    assert RoleService.follow_code_in(business=shop.business).unwrap() == []


def test_a_start_brings_roles_up_to_date_although_no_migration_is_missing(shop: Shop) -> None:
    as_of_an_older_version(shop)
    bring_up_to_date(migrate=False)
    assert capabilities(shop, "owner") == ALL_CAPABILITIES


def test_migrating_brings_roles_up_to_date(shop: Shop) -> None:
    as_of_an_older_version(shop)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    assert capabilities(shop, "owner") == ALL_CAPABILITIES


def test_a_look_at_what_would_be_migrated_changes_no_role(shop: Shop) -> None:
    as_of_an_older_version(shop)
    call_command("migrate", database="owner", interactive=False, plan=True, verbosity=0)
    assert capabilities(shop, "owner") == {"people.manage", "sale.view"}
