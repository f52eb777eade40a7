"""The product's settings, as the tests want them: fast passwords, tasks done at once, nothing shared."""

import atexit
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from concierge.settings import *  # noqa: F403
from concierge.settings import CACHES as OURS
from concierge.settings import STORAGES as STORES


def apart(url: str) -> str:
    """The address of a database of Redis that no running site uses."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db=9"
    return parts._replace(path="/9").geturl()


SECRET_KEY = "only-for-tests-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="concierge-tests-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
CACHES = {"default": OURS["default"] | {"LOCATION": apart(str(OURS["default"]["LOCATION"]))}}
# Pages are judged without the hashed names; tests/concierge/test_assets.py judges those.
STORAGES = STORES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
