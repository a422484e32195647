"""What is said when an engine can't be had."""


class EngineError(Exception):
    """One clear sentence for the person at the console; shown without a traceback."""
