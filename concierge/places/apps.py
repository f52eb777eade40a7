from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "concierge.places"
    label = "places"
