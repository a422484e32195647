"""Who works in the demo shop. Everybody may know these passwords, so they are for trying things out and nothing else."""

from dataclasses import dataclass

WARNING = "These passwords and PINs are public. Change them, or delete the demo shop, before anybody else can reach it."


@dataclass(frozen=True)
class Person:
    """A member; `here_only` for the storefront alone."""

    role: str
    name: str
    email: str
    password: str
    pin: str
    here_only: bool = False


OWNER = Person("owner", "Olga Owner", "owner@demo.example", "kettle-honey-olive-7", "2580")
MANAGER = Person("manager", "Max Manager", "manager@demo.example", "lemon-salt-paper-4", "4711")
CASHIER = Person("cashier", "Clara Cashier", "cashier@demo.example", "banana-rye-tea-9", "1379", here_only=True)
BUYER = Person("buyer", "Boris Buyer", "buyer@demo.example", "crate-plum-ladder-3", "6024")
STOREKEEPER = Person("stock_clerk", "Stella Storekeeper", "storekeeper@demo.example", "shelf-mint-barrel-8", "8642")
STAFF = (MANAGER, CASHIER, BUYER, STOREKEEPER)
PEOPLE = (OWNER, *STAFF)
