"""The web shell: layout, sign-in, forms, paging, error pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What every page of the product shares."""

    name = "concierge.web"
    label = "web"
    verbose_name = "web shell"
