"""The project's own app: commands, and the queue every task is sent to."""

from importlib import import_module

from django.apps import AppConfig


class ConciergeConfig(AppConfig):
    """Holds `up`, `test` and what else the front door offers."""

    name = "concierge"
    label = "concierge"

    def ready(self) -> None:
        """Make our Celery application the one that tasks belong to."""
        import_module("concierge.celery")
