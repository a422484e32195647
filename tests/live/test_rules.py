"""Pure rules of the live stream, and the sender."""

import json
import time

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from optimapos.audit.rules import ids_in, topic_of
from optimapos.audit.types import TOPICS as EVENT_TOPICS
from optimapos.core import live
from optimapos.core.ids import new_id
from optimapos.live.rules import event_of, frame, hears, name_of, position_of
from optimapos.live.streams import Past, Stream, Streams, TooManyStreams
from optimapos.live.tickets import packed, unpacked
from optimapos.live.types import TOPICS, Event, Ticket

HERE, THERE = "a", "b"


def ticket(**changes: object) -> Ticket:
    fields = {
        "business": "shop",
        "locations": frozenset({HERE}),
        "topics": frozenset({"stock"}),
        "origins": frozenset({"http://x"}),
    }
    return Ticket(**(fields | changes))  # type: ignore[arg-type]


def event(number: int = 1, **changes: object) -> Event:
    fields = {"position": (number, 0), "business": "shop", "topic": "stock", "location": HERE, "text": b""}
    return Event(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "is_heard"),
    [
        ({}, True),
        ({"business": "other"}, False),
        ({"topic": "sales"}, False),
        ({"location": THERE}, False),
        ({"location": None}, True),
    ],
)
def test_an_event_is_heard_by_whose_ticket_names_it(changes: dict[str, object], is_heard: bool) -> None:
    assert hears(ticket(), event(**changes)) is is_heard


def test_a_ticket_of_all_places_hears_of_each() -> None:
    assert hears(ticket(locations=None), event(location=THERE))


def test_a_ticket_is_kept_and_found_as_it_was() -> None:
    for made in (ticket(), ticket(locations=None)):
        assert unpacked(packed(made)) == made


@pytest.mark.parametrize(
    ("name", "position"),
    [("1-2", (1, 2)), ("1", None), ("", None), (None, None), ("a-1", None), ("1-١", None), ("9" * 20 + "-1", None)],
)
def test_a_place_in_the_stream_is_read_strictly(name: str | None, position: tuple[int, int] | None) -> None:
    assert position_of(name) == position


def test_an_entry_becomes_an_event_and_rubbish_none() -> None:
    made = live.Hint(new_id(), "stock", "stock.moved", None, (new_id(),))
    found = event_of("5-1", live.entry_of(made))
    assert found
    assert (found.position, found.business, found.topic, found.location) == (
        (5, 1),
        str(made.business_id),
        "stock",
        None,
    )
    assert found.text.startswith(b"id: 5-1\nevent: stock\ndata: {")
    assert name_of(found.position) == "5-1"
    for rubbish in ({}, {"business": "x"}, {"business": "x", "hint": "{"}, {"business": "x", "hint": "[]"}):
        assert event_of("5-1", rubbish) is None
    assert frame("reset", "{}") == b"event: reset\ndata: {}\n\n"


def test_the_past_vouches_for_what_it_keeps() -> None:
    past = Past(2)
    past.start((1, 0))
    assert past.since((1, 0)) == []
    for number in (2, 3, 4):
        past.add(event(number))
    assert [each.position for each in past.since((3, 0)) or []] == [(4, 0)]
    assert [each.position for each in past.since((2, 0)) or []] == [(3, 0), (4, 0)]
    assert past.since((1, 0)) is None
    assert past.since((5, 0)) is None


def test_a_reader_who_is_too_far_behind_is_let_go() -> None:
    stream = Stream(ticket())
    for _ in range(256):
        stream.put(b"")
    assert not stream.ended.is_set()
    stream.put(b"")
    assert stream.ended.is_set()


def test_streams_are_counted_by_business() -> None:
    streams = Streams(most=2, most_of_business=1)
    first = streams.open(ticket())
    with pytest.raises(TooManyStreams):
        streams.open(ticket())
    second = streams.open(ticket(business="other"))
    with pytest.raises(TooManyStreams):
        streams.open(ticket(business="third"))
    streams.tell(event())
    streams.tell_all(b"all")
    assert (first.waiting.qsize(), second.waiting.qsize()) == (2, 1)
    streams.close(first)
    streams.end_all()
    assert (streams.count, first.ended.is_set(), second.ended.is_set()) == (1, False, True)


def test_hints_of_one_kind_and_place_are_one() -> None:
    business, one, two = new_id(), new_id(), new_id()
    hints = [
        live.Hint(business, "stock", "stock.moved", None, (one,)),
        live.Hint(business, "sales", "sale.completed", None, (two,)),
        live.Hint(business, "stock", "stock.moved", None, (two, one)),
    ]
    assert [(each.topic, each.ids) for each in live.merged(hints)] == [("stock", (one, two)), ("sales", (two,))]
    without = live.merged([*hints, live.Hint(business, "stock", "stock.moved")])
    assert without[0].ids == ()
    many = live.Hint(business, "stock", "stock.moved", None, tuple(new_id() for _ in range(51)))
    assert live.merged([many])[0].ids == ()


def test_too_many_hints_are_let_go_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "WAITING", 3)
    monkeypatch.setattr(live.Sender, "_run", lambda self: None)
    sender = live.Sender("redis://127.0.0.1:1/0")
    began = time.monotonic()
    for _ in range(10):
        sender.put(live.Hint(new_id(), "stock", "stock.moved"))
    assert time.monotonic() - began < 0.5
    assert sender._waiting.qsize() == 3


def test_a_sender_without_its_valkey_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(live.logger, "warning", lambda text, *words: said.append(text % words))
    sender = live.Sender()

    class Away:
        """A client whose server is away."""

        def pipeline(self, **options: object) -> object:
            raise RedisConnectionError

    made = [live.Hint(new_id(), "stock", "stock.moved")]
    sender._send(Away(), made)
    sender._send(Away(), made)
    assert said == ["live hints are not sent: ConnectionError"]


@pytest.mark.parametrize(
    ("event_type", "topic"),
    [
        ("sale.completed", "sales"),
        ("sale.updated", "carts"),
        ("stock.reserved", "stock"),
        ("approval.granted", "approvals"),
        ("saved_view.created", None),
    ],
)
def test_an_event_of_the_log_has_a_topic(event_type: str, topic: str | None) -> None:
    assert topic_of(event_type) == topic


def test_topics_of_events_are_topics_of_the_stream() -> None:
    assert set(EVENT_TOPICS.values()) == set(TOPICS)


def test_ids_are_found_wherever_data_names_them_and_people_are_not() -> None:
    one, two, three, person = (new_id() for _ in range(4))
    data = {
        "items": {str(one): "5"},
        "list": [{"product_id": str(two)}, (three,)],
        "amount": "12.00",
        "word": "x" * 36,
        "approver": str(person),
    }
    assert ids_in(json.loads(json.dumps(data, default=str))) == [one, two, three]
    assert ids_in({"same": [one, str(one)]}) == [one]
