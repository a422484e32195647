"""Stand-ins for payment providers: small stateful servers over TCP with books of their own and faults on demand."""
