"""PostgreSQL and Valkey from wheels, for machines without servers; one pair for each home."""
