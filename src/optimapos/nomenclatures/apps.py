"""The nomenclatures app, and the refusals that its constraints stand for."""

from django.apps import AppConfig, apps

from optimapos.core.refusals import register_constraint


class NomenclaturesConfig(AppConfig):
    """Reference data."""

    name = "optimapos.nomenclatures"
    label = "nomenclatures"
    verbose_name = "Reference data"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("brand_name_unique", "DUPLICATE_NAME", "A brand with this name exists already.")
        register_constraint("product_group_code_unique", "DUPLICATE_CODE", "A group with this code exists already.")
        register_constraint("product_group_not_own_parent", "GROUP_CYCLE", "A group can't be below itself.")
        register_constraint("unit_code_unique", "DUPLICATE_CODE", "A unit with this code exists already.")
        register_constraint("price_group_code_unique", "DUPLICATE_CODE", "A price group with this code exists already.")
        register_constraint(
            "tax_category_code_unique", "DUPLICATE_CODE", "A tax category with this code exists already."
        )
        register_constraint("sequence_code_unique", "DUPLICATE_CODE", "A sequence with this code exists already.")
        register_constraint(
            "tax_rate_unique", "DUPLICATE_RATE", "The category has a rate from this day on at this place already."
        )
        register_constraint(
            "document_type_code_unique", "DUPLICATE_CODE", "A document type with this code exists already."
        )
        register_constraint(
            "document_type_prefix_unique",
            "DUPLICATE_PREFIX",
            "Another document type numbers with this prefix, and two documents would get one number.",
        )
        for name in _number_constraints():
            register_constraint(
                name, "DUPLICATE_NUMBER", "A document with the next number exists already; let its series skip ahead."
            )


def _number_constraints() -> list[str]:
    """The unique key on numbers of every kind of document, of whatever floor."""
    from optimapos.nomenclatures.models import Document  # noqa: PLC0415 - models are loaded only by now

    found = [model for model in apps.get_models() if issubclass(model, Document)]
    return [f"{model._meta.model_name}_number_unique" for model in found]
