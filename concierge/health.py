"""Whether the site can do its work, for whoever watches it: 200, or 503 and what is missing."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Ask the database and Redis for a sign of life."""
    found = {"database": database_answers(), "redis": redis_answers()}
    words = {name: "answers" if well else "does not answer" for name, well in found.items()}
    return JsonResponse(words, status=200 if all(found.values()) else 503)


def database_answers() -> bool:
    """Whether the database runs a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("The database does not answer.")
        return False
    return True


def redis_answers() -> bool:
    """Whether Redis answers a read."""
    try:
        cache.get("health")
    except (RedisError, OSError):
        logger.exception("Redis does not answer.")
        return False
    return True
