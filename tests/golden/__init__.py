"""Golden vectors: what the rules make of many cases, in JSON, for the server's Python and the browser's TypeScript alike."""
