"""The feed: all that a till keeps, page by page, and later only what changed.

Where the database is (`moment`) is asked before anything is read: what is read afterwards may be newer, never older, and a
row that is read twice does no harm. Source: docs/algorithms/till-feed.md, docs/adr/0054.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from django.db import connections

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP
from optimapos.organization.models import Location
from optimapos.tills.rules import cursors
from optimapos.tills.selectors.customers import customers_named, customers_page
from optimapos.tills.selectors.layouts import code_rules_of
from optimapos.tills.selectors.places import place_of
from optimapos.tills.selectors.promotions import promotions_at, spent_promotions
from optimapos.tills.selectors.settings import settings_document
from optimapos.tills.sql import (
    CHANGED,
    CREDIT,
    CREDIT_CHANGED,
    HELD,
    MOMENT,
    PRICES,
    PRODUCTS,
    REFERENCES,
    STOCK,
    STOCK_CHANGED,
    WHOLE_CHANGED,
)
from optimapos.tills.types import NEEDS, PAGED, Changes, Kind, Moment, Page, Position

_ROWS = {Kind.PRODUCTS: PRODUCTS, Kind.PRICES: PRICES, Kind.CREDIT: CREDIT, Kind.STOCK: STOCK}
_CHANGED = {Kind.STOCK: STOCK_CHANGED, Kind.CREDIT: CREDIT_CHANGED}
_NOBODY = UUID(int=0)


def kinds_of(actor: Actor, asked: Collection[str] = ()) -> list[Kind]:
    """The kinds that are asked for, or all that the actor's role permits.

    Refuses: PERMISSION_DENIED.
    """
    permitted = [kind for kind in Kind if kind not in NEEDS or actor.can(NEEDS[kind])]
    if any(kind not in permitted for kind in asked):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit this.")
    return [kind for kind in permitted if not asked or kind in asked]


def moment() -> Moment:
    """Where the database is now."""
    return Moment(*_fetched(MOMENT, {})[0])


def start(actor: Actor, storefront_id: UUID | None, at: datetime) -> dict[str, Any]:
    """What a till begins with: settings, and the cursor for changes after all that it loads from now on.

    Refuses: as `place_of`.
    """
    now = moment()
    place = place_of(actor, storefront_id)
    cursor = cursors.written(Position(now.oldest), cursors.tag_of(now.identity, place.pk))
    version = place.business.settings_version
    return {**settings_document(actor, place, at), "settings_version": version, "server_time": at, "cursor": cursor}


def catalog(actor: Actor, storefront_id: UUID | None, kind: Kind, *, after: str, limit: int, at: datetime) -> Page:
    """A page of all rows of one kind, by a constant number of queries.

    Refuses: PERMISSION_DENIED, and as `place_of`.
    """
    kinds_of(actor, [kind])
    place = place_of(actor, storefront_id)
    if kind not in PAGED:
        return Page(kind, _whole(actor, place, kind, at))
    if kind == Kind.CUSTOMERS:
        customers = customers_page(actor.business_id, after, limit)
        found: list[tuple[Any, str, Any]] = [(row["id"], code, row) for code, row in customers]
    else:
        everything, _ = _ROWS[kind]
        found = _fetched(everything, {**_place(place), "after": after, "limit": limit})
    rows = [_json(row) for _, _, row in found if row is not None]
    return Page(kind, rows, after=found[-1][1] if len(found) == limit else None)


def changes(
    actor: Actor, storefront_id: UUID | None, *, since: str, asked: Collection[str], limit: int, at: datetime
) -> Changes:
    """What changed since a cursor, `limit` rows of it at most, by a constant number of queries.

    Refuses: RELOAD_NEEDED, PERMISSION_DENIED, and as `place_of`.
    """
    now = moment()
    kinds, place = kinds_of(actor, asked), place_of(actor, storefront_id)
    tag = cursors.tag_of(now.identity, place.pk)
    position = cursors.read(since, tag, now)
    until = position.until or now.oldest
    reading = _Reading(place, position, now, limit)
    wholes = reading.wholes([kind for kind in kinds if kind not in PAGED]) if position.kind is None else []
    pages = [Page(kind, _whole(actor, place, kind, at)) for kind in wholes]
    done = PAGED.index(position.kind) if position.kind else 0
    for kind in [kind for kind in PAGED[done:] if kind in kinds]:
        page, last = reading.page(kind)
        pages += [page] if page else []
        if last:
            position = Position(position.since, until, kind, last)
            break
    else:
        position = Position(until)
    return Changes(
        cursor=cursors.written(position, tag),
        has_more=position.kind is not None,
        kinds=kinds,
        pages=pages,
        spent=spent_promotions(place, at) if Kind.PROMOTIONS in kinds else None,
        held=held(place) if Kind.STOCK in kinds else None,
    )


def held(place: Location) -> list[dict[str, Any]]:
    """What carts hold of the storefront's stock, until when."""
    names = ("product", "sale", "quantity", "until")
    return [dict(zip(names, row, strict=True)) for row in _fetched(HELD, _place(place))]


class _Reading:
    """Changes while they are read: how many rows there is still room for."""

    def __init__(self, place: Location, position: Position, now: Moment, limit: int) -> None:
        self.place, self.position, self.left = place, position, limit
        self.parameters = {**_place(place), "since": position.since, "next": now.next}

    def wholes(self, kinds: Sequence[Kind]) -> list[Kind]:
        """Of kinds that are told as a whole, those that changed."""
        rows = _fetched(WHOLE_CHANGED, {**self.parameters, "kinds": [str(kind) for kind in kinds]})
        return sorted((Kind(kind) for (kind,) in rows), key=list(Kind).index)

    def page(self, kind: Kind) -> tuple[Page | None, UUID | None]:
        """The kind's next changed rows if there are any, and the last object where there may be more."""
        after = self.position.after if kind == self.position.kind else None
        parameters = {**self.parameters, "kind": str(kind), "after": after or _NOBODY, "limit": self.left}
        ids = [found for (found,) in _fetched(_CHANGED.get(kind, CHANGED), parameters)]
        self.left -= len(ids)
        return (self._rows(kind, ids) if ids else None), (ids[-1] if ids and not self.left else None)

    def _rows(self, kind: Kind, ids: list[UUID]) -> Page:
        if kind == Kind.CUSTOMERS:
            there: dict[UUID, Any] = dict(customers_named(self.place.business_id, ids))
        else:
            _, named = _ROWS[kind]
            found = _fetched(named, {**_place(self.place), "ids": ids})
            there = {object_id: _json(row) for object_id, _, row in found if row is not None}
        return Page(kind, list(there.values()), gone=[each for each in ids if each not in there])


def _whole(actor: Actor, place: Location, kind: Kind, at: datetime) -> list[Any]:
    if kind == Kind.SETTINGS:
        return [settings_document(actor, place, at)]
    if kind == Kind.PROMOTIONS:
        return promotions_at(place, at)
    if kind == Kind.CODE_RULES:
        return [asdict(rule) for rule in code_rules_of(place.business_id)]
    return [_json(row) for (row,) in _fetched(REFERENCES[kind], _place(place))]


def _place(place: Location) -> dict[str, Any]:
    return {"business": place.business_id, "location": place.pk}


def _json(row: Any) -> Any:
    return orjson.Fragment(row) if isinstance(row, str) else row


def _fetched(statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connections[APP].cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
