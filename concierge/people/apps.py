from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "concierge.people"
    label = "people"
