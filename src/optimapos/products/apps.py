"""The products app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """The catalog."""

    name = "optimapos.products"
    label = "products"
    verbose_name = "The catalog"
