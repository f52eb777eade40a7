"""Charts: one declarative spec each, drawn on the server, kept by the hash of the spec."""
