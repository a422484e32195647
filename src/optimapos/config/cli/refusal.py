"""What a command refuses to do, and why."""


class Refusal(Exception):  # noqa: N818 (an expected answer, not an error)
    """One clear sentence for the person at the console; shown without a traceback, exit code 1."""
