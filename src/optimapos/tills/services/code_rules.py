"""A business's rules for scanned codes, replaced as a list."""

from collections.abc import Sequence

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.tills.locks import lock_code_rules
from optimapos.tills.models import CodeRule
from optimapos.tills.rules.codes import CodePattern, check_pattern


class CodeRuleService:
    """Keeps the rules by which codes are read."""

    @staticmethod
    @operation
    def set_rules(
        *, business: BusinessRef, actor: Actor, rules: Sequence[CodePattern]
    ) -> Result[Sequence[CodePattern]]:
        """Replace all rules; they are tried in their order. An empty list: the rules that a business starts with.

        Refuses: BAD_CODE_PATTERN.
        """
        for rule in rules:
            check_pattern(rule)
        lock_code_rules(business)
        owner = business_id_of(business)
        CodeRule.objects.for_business(business).delete()
        CodeRule.objects.for_business(business).bulk_create(
            CodeRule(
                business_id=owner,
                place=place,
                name=rule.name,
                kind=rule.kind,
                pattern=rule.pattern,
                symbology=rule.symbology,
            )
            for place, rule in enumerate(rules)
        )
        AuditLog.log_event("code_rules.set", business=business, actor=actor, event_data={"rules": len(rules)})
        return Result.success(rules)
