"""Faults: servers and databases killed, answers lost, loads mixed, engines away.

Each test drives a real server over HTTP with clients that ask again under their keys until they are answered, and holds
that nothing acknowledged was lost, doubled or changed. Random ones print their seed when they fail. The sizes are those of
the normal suite; the full ones are marked slow and run in `make torture`.
"""
