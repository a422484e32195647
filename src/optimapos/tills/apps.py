"""The tills app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class TillsConfig(AppConfig):
    """What tills keep."""

    name = "optimapos.tills"
    label = "tills"
    verbose_name = "Tills"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("till_layout_unique", "DUPLICATE_LAYOUT", "There is a layout for the same tills already.")
        register_constraint(
            "till_layout_one_place", "LAYOUT_OF_TWO_PLACES", "A layout is for a storefront or for a terminal."
        )
