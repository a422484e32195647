"""Kinds of customers and of entries in their ledger. Source: partners-app.md, sales-phase-1.md."""

from django.db import models


class PartnerType(models.TextChoices):
    """Whether a partner is a company or a person."""

    COMPANY = "COMPANY", "Company"
    PERSON = "PERSON", "Person"


class CustomerType(models.TextChoices):
    """Which prices and terms a customer usually buys at."""

    RETAIL = "RETAIL", "Retail"
    WHOLESALE = "WHOLESALE", "Wholesale"


class CustomerCategory(models.TextChoices):
    """How a customer is seen."""

    REGULAR = "REGULAR", "Regular"
    VIP = "VIP", "VIP"
    PROBLEMATIC = "PROBLEMATIC", "Problematic"


class CreditKind(models.TextChoices):
    """What an entry of the receivables ledger stands for."""

    SALE = "SALE", "Sale on credit"
    PAYMENT = "PAYMENT", "Payment"
    ADJUSTMENT = "ADJUSTMENT", "Adjustment"
    OPENING = "OPENING", "Opening balance"
