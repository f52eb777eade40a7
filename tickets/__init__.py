"""From asking to answer: tickets, their parts, contacts, promises and codings."""
