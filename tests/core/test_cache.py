"""The cache: a copy when its server answers, a miss when it does not."""

from django.core.cache import cache

from optimapos.core.cache import ForgivingRedisCache


def test_a_cache_without_its_server_misses_and_fails_nothing() -> None:
    dead = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    dead.set("a", 1)
    assert dead.get("a", "default") == "default"
    assert dead.add("a", 1) is True
    assert dead.delete("a") is False


def test_a_cache_with_its_server_keeps_what_it_is_given() -> None:
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.add("a", 2) is False
    assert cache.delete("a") is True
    assert cache.get("a") is None
