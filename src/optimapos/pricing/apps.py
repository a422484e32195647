"""The pricing app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PricingConfig(AppConfig):
    """Prices."""

    name = "optimapos.pricing"
    label = "pricing"
    verbose_name = "Prices"

    def ready(self) -> None:
        """Register refusals."""
        for table in ("product_price", "group_price", "step_price"):
            register_constraint(f"{table}_unique", "DUPLICATE_PRICE", "A price was set for the same instant already.")
            register_constraint(f"{table}_period", "BAD_PRICE_PERIOD", "The price ends before it begins.")
        register_constraint("promotion_period", "BAD_PRICE_PERIOD", "The promotion ends before it begins.")
        register_constraint("price_list_period", "BAD_PRICE_PERIOD", "The price list ends before it begins.")
        register_constraint("price_list_name_unique", "DUPLICATE_NAME", "There is a price list of this name already.")
        register_constraint("promotion_percent_bounded", "PERCENT_TOO_LARGE", "A discount is at most 100 %.")
        register_constraint("promotion_hours", "BAD_HOURS", "Name both hours, from and until, and not the same ones.")
        register_constraint(
            "promotion_set",
            "BAD_SET",
            "BUY_GET needs set_quantity and get_quantity; SET_PRICE and NTH_ITEM a set_quantity of 2 or more; "
            "other kinds have neither, and no max_times.",
        )
        register_constraint("promotion_min_quantity", "BAD_SET", "min_quantity is for promotions of a line's price.")
        register_constraint("promotion_min_amount", "BAD_SET", "min_amount is for promotions of the whole basket.")
        register_constraint("coupon_code_unique", "DUPLICATE_CODE", "There is a coupon with this code already.")
