"""Rules of offline sales: keys, envelopes, versions of payloads, grants, numbers."""
