"""Tickets for the live stream."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import redis
from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.permissions import SignedIn
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.live.tickets import LIFE_SECONDS, key_of, new_word, packed
from optimapos.live.types import TOPICS, Ticket
from optimapos.organization.services import TerminalService


class LiveQuestion(serializers.Serializer[Any]):
    """Which topics; without them all that the caller's role lets them hear."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=sorted(TOPICS)), required=False)


class LiveTicketSerializer(serializers.Serializer[Any]):
    """Where the stream is, opened until `expires_at`, and what comes through it."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()
    topics = serializers.ListField(child=serializers.CharField())


class LiveView(ActorView):
    """Hints of what changed, for screens that want to know at once."""

    permission_classes = [SignedIn]

    @extend_schema(request=LiveQuestion, responses={201: LiveTicketSerializer})
    def post(self, request: Request) -> Response:
        """A ticket for the stream of server-sent events: hints of topics, kinds and ids, after which a screen asks the API.

        Refuses: LIVE_AWAY where there is no stream for the moment; a screen then asks anew from time to time.
        """
        wanted = self.parsed(LiveQuestion).get("topics", TOPICS)
        topics = frozenset(topic for topic in wanted if _may_hear(self.actor, topic))
        word = new_word()
        _keep(word, _ticket(self.actor, topics, request))
        if self.actor.terminal_id:
            TerminalService.seen(business=self.actor.business_id, terminal_id=self.actor.terminal_id, at=timezone.now())
        told = {
            "url": f"{_address(request)}?{urlencode({'ticket': word})}",
            "expires_at": timezone.now() + timedelta(seconds=LIFE_SECONDS),
            "topics": sorted(topics),
        }
        return Response(LiveTicketSerializer(told).data, status=201)


def _may_hear(actor: Actor, topic: str) -> bool:
    needed = TOPICS[topic]
    return needed is None or actor.can(needed)


def _ticket(actor: Actor, topics: frozenset[str], request: Request) -> Ticket:
    places = actor.location_ids
    return Ticket(
        business=str(actor.business_id),
        locations=None if places is None else frozenset(str(place) for place in places),
        topics=topics,
        origins=frozenset({f"{request.scheme}://{request.get_host()}"}),
    )


def _address(request: Request) -> str:
    """Where the stream is for this browser: named, or at the live process's own port, or behind the same proxy."""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    if not settings.LIVE_PORT:
        return "/live/"
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return f"{request.scheme}://{name}:{settings.LIVE_PORT}/live/"


def _keep(word: str, ticket: Ticket) -> None:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3, retry=Retry(NoBackoff(), 0)
    )
    try:
        client.set(key_of(word), packed(ticket), ex=LIFE_SECONDS)
    except (RedisError, OSError) as error:
        raise Refusal(
            DomainError("LIVE_AWAY", "There is no live stream for the moment.", {"retry_after": 30})
        ) from error
    finally:
        client.close()
