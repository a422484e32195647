"""Live over HTTP: where a screen gets its ticket."""
