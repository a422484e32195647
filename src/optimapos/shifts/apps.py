"""The shifts app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class ShiftsConfig(AppConfig):
    """Shifts of cash drawers."""

    name = "optimapos.shifts"
    label = "shifts"
    verbose_name = "Shifts"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("shift_one_open", "SHIFT_ALREADY_OPEN", "A shift is open at this till already.")
