"""The product's settings, as the tests want them: fast passwords, tasks done at once, nothing shared."""

import tempfile
from pathlib import Path

from concierge.settings import *  # noqa: F403
from concierge.settings import CACHES as OURS
from concierge.settings import STORAGES as STORES

SECRET_KEY = "only-for-tests-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MEDIA_ROOT = Path(tempfile.gettempdir()) / "concierge-tests" / "files"
# A database of Redis apart from the one a running site on the same home uses.
CACHES = {"default": OURS["default"] | {"LOCATION": f"{str(OURS['default']['LOCATION']).rstrip('0')}9"}}
# Pages are judged without the hashed names; tests/concierge/test_assets.py judges those.
STORAGES = STORES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
