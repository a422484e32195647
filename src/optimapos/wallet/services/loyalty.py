"""LoyaltyService: the program's terms, changed by a new version."""

from datetime import datetime

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.wallet.models import LoyaltyProgram
from optimapos.wallet.rules.points import check_terms
from optimapos.wallet.selectors.programs import group_names
from optimapos.wallet.types import LoyaltyTerms


class LoyaltyService:
    """Keeps the loyalty program."""

    @staticmethod
    @operation
    def set_program(
        *, business: BusinessRef, actor: Actor, terms: LoyaltyTerms, at: datetime, valid_from: datetime | None = None
    ) -> Result[LoyaltyProgram]:
        """Let these terms be in force from an instant on, or at once. Earlier versions stay as they are; of two from the same
        instant the first one stands.

        Refuses: LOYALTY_TERMS_WRONG (data: field), LOYALTY_BACKDATED (data: valid_from), NOT_FOUND (a product group),
        DUPLICATE_PROGRAM.
        """
        check_terms(terms)
        if valid_from and valid_from < at:
            raise DomainError(
                "LOYALTY_BACKDATED",
                "Terms are in force from now on or from later on.",
                {"valid_from": valid_from.isoformat()},
            )
        if len(group_names(business, list(terms.excluded_groups))) != len(set(terms.excluded_groups)):
            raise DomainError("NOT_FOUND", "excluded_groups: there is no such record.", {"field": "excluded_groups"})
        program = LoyaltyProgram(
            business_id=business_id_of(business),
            valid_from=valid_from or at,
            points_per_unit=terms.points_per_unit,
            basis=terms.basis,
            point_value=terms.point_value,
            min_points=terms.min_points,
            max_share=terms.max_share,
            validity_days=terms.validity_days,
            excluded_groups=list(dict.fromkeys(terms.excluded_groups)),
            is_active=terms.is_active,
            user_id=actor.user_id,
        )
        program.save(force_insert=True)
        bump_settings_version(business)
        AuditLog.log_event(
            "loyalty.changed",
            business=business,
            actor=actor,
            event_data={
                "program": str(program.pk),
                "valid_from": program.valid_from.isoformat(),
                "points_per_unit": f"{terms.points_per_unit:f}",
                "point_value": f"{terms.point_value:f}",
                "is_active": terms.is_active,
            },
        )
        program.refresh_from_db()  # figures as a later read tells them
        return Result.success(program)
