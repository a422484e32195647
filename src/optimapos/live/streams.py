"""What the live process keeps in memory: the newest events, and the streams that are open."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from optimapos.live.rules import Position, hears
from optimapos.live.types import Event, Ticket

BEHIND = 256
"""So many events wait for a slow reader before its stream is ended; it comes again and is told from where it was."""


class TooManyStreams(Exception):  # noqa: N818 - a refusal
    """No more streams are open to this caller for now."""


@dataclass(eq=False)
class Stream:
    """One open stream."""

    ticket: Ticket
    waiting: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(BEHIND))
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, text: bytes) -> None:
        """Hand something over; a reader who is too far behind is let go and holds up no other."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.ended.set()


class Past:
    """The newest events, in order. What came before `known_from` is not vouched for."""

    def __init__(self, kept: int) -> None:
        self._events: deque[Event] = deque(maxlen=kept)
        self.known_from: Position = (0, 0)
        self.last: Position = (0, 0)

    def start(self, position: Position) -> None:
        """Forget everything: what is known begins after `position`."""
        self._events.clear()
        self.known_from = self.last = position

    def add(self, event: Event) -> None:
        """Keep an event."""
        if len(self._events) == self._events.maxlen:
            self.known_from = self._events[0].position
        self._events.append(event)
        self.last = event.position

    def since(self, position: Position) -> list[Event] | None:
        """The events after a position, or None where some may be missing."""
        if position < self.known_from or position > self.last:
            return None
        return [event for event in self._events if event.position > position]


class Streams:
    """The open streams by business, with a cap for the process and one for each business."""

    def __init__(self, *, most: int, most_of_business: int) -> None:
        self.most, self.most_of_business = most, most_of_business
        self._open: dict[str, set[Stream]] = {}
        self.count = 0

    def open(self, ticket: Ticket) -> Stream:
        """A stream for a ticket.

        Raises: TooManyStreams.
        """
        own = self._open.setdefault(ticket.business, set())
        if self.count >= self.most or len(own) >= self.most_of_business:
            if not own:
                del self._open[ticket.business]
            raise TooManyStreams
        stream = Stream(ticket)
        own.add(stream)
        self.count += 1
        return stream

    def close(self, stream: Stream) -> None:
        """Let go of a stream."""
        own = self._open[stream.ticket.business]
        own.remove(stream)
        self.count -= 1
        if not own:
            del self._open[stream.ticket.business]

    def tell(self, event: Event) -> None:
        """Hand an event to those who hear it."""
        for stream in list(self._open.get(event.business, ())):
            if hears(stream.ticket, event):
                stream.put(event.text)

    def tell_all(self, text: bytes) -> None:
        """Hand something to everybody."""
        for stream in self._all():
            stream.put(text)

    def end_all(self) -> None:
        """End every stream."""
        for stream in self._all():
            stream.ended.set()

    def _all(self) -> Iterable[Stream]:
        return [stream for own in self._open.values() for stream in own]
