"""Who: people and the posts they hold."""
