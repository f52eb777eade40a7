"""What a page's view is handed."""

from django.http import HttpRequest

from concierge.people.models import User


class SignedInRequest(HttpRequest):
    """A request of someone who is signed in: every view's, save those marked `login_not_required`."""

    user: User
