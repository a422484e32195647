"""Races: many at once for one thing, over HTTP against a real server with real connections.

Each kind of race has a control: the same race in a server whose guards are off (`unlocked.py`) must go wrong, or the race
proves nothing. `books.py` then holds what was written against itself by SQL of its own.

| file | what is raced for |
|---|---|
| test_last_unit.py | the last unit, by checkouts and by carts; two lines of one product; the control |
| test_last_credit.py | the last of a customer's credit, by fifty cashiers; the control |
| test_approvals.py | one approval; the control |
| test_one_effect.py | one effect of an idempotency key, and of a sale id that a client minted |
| test_series.py | receipt numbers, customer codes, an enrolment code |
| test_reservations.py | a reservation that expires while somebody uses it |

The sizes are those of the normal suite; the full ones are marked slow and run in `make torture`.
"""
