"""The wallet over HTTP."""
