"""The foundation: Result, operations, tenancy, money, quantities, ids, interfaces and the outbox. Imports no other app."""
