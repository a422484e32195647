"""The decisions of a sale, pure: what it costs, how it is settled, who may owe, which discounts are right.

Amounts are `Decimal` in major units of one currency. Nothing here reads a database, a clock or a setting.
"""
