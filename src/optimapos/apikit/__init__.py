"""The HTTP kit: sign-in classes, strict parsing, problem+json, cursor pages, idempotency, scoped viewsets, OpenAPI."""
