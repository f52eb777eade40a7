"""What a page's view is handed."""

from django.http import HttpRequest

from concierge.people.models import User

LONGEST_SEARCH = 200
"""Letters of a search that are looked at."""


class SignedInRequest(HttpRequest):
    """A request of someone who is signed in: every view's, save those marked `login_not_required`."""

    user: User


def words_sought(request: HttpRequest) -> str:
    """The words of `?q=`, on one line; empty where nothing is sought."""
    return " ".join(kept_text(request.GET.get("q", "")).split())[:LONGEST_SEARCH].strip()


def kept_text(text: str) -> str:
    """A text without the one character that no database column can hold."""
    return text.replace("\0", "")
