"""Live: hints for other screens within a second, by server-sent events from a process of their own."""
