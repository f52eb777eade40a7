"""Django's settings. What the outside may choose is in `environment.py`; nothing else reads it."""

import sys
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from celery.schedules import crontab

from concierge import assets, folders
from concierge.environment import CHECKOUT, WrongSettings, mail_settings, read

try:
    ENVIRONMENT = read()
except WrongSettings as faults:
    sys.exit(f"These settings need mending:\n{faults}")

BASE_DIR = CHECKOUT
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value() or folders.kept_secret(ENVIRONMENT.home)
ALLOWED_HOSTS = ENVIRONMENT.hosts

INSTALLED_APPS = [
    "concierge.people",
    "concierge.places",
    "concierge.web",
    "concierge",
    "tickets",
    "analytics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "django_filters",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "concierge.web.traces.LeaveNoTrace",
    "concierge.web.late.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "concierge.urls"
WSGI_APPLICATION = "concierge.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "concierge.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

_database = urlsplit(ENVIRONMENT.database_url.get_secret_value())
_database_options = parse_qs(_database.query)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(_database.path.lstrip("/")),
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": _database.hostname or _database_options.pop("host", [""])[0],
        "PORT": str(_database.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "concierge",
            **{name: values[-1] for name, values in _database_options.items()},
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = ENVIRONMENT.redis_url.get_secret_value()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _redis,
        "KEY_PREFIX": "cache",
    }
}
# Celery's name for the same socket.
CELERY_BROKER_URL = _redis.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "queue:",
    "visibility_timeout": 3600,
    # A page does not wait for a queue that is down: the clock finds what it did not take.
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = {
    "confirm silent tickets": {"task": "tickets.clock.confirm_silent_tickets", "schedule": 600.0},
    "poll mailboxes": {"task": "tickets.clock.poll_mailboxes", "schedule": 60.0},
    "read waiting messages": {"task": "tickets.clock.read_waiting_messages", "schedule": 60.0},
    "send waiting mail": {"task": "tickets.clock.send_waiting_mail", "schedule": 30.0},
    "write digests": {"task": "tickets.clock.write_digests", "schedule": 300.0},
    "note late promises": {"task": "tickets.clock.note_late_promises", "schedule": 300.0},
    "forget old answers": {"task": "tickets.clock.forget_old_answers", "schedule": crontab(minute=10)},
    "forget old forms": {"task": "concierge.web.clock.forget_old_forms", "schedule": crontab(minute=20)},
}  # each finds what is due, so one that is missed is made good by the next

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},  # as Cyber Essentials asks
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one long shift
SESSION_COOKIE_HTTPONLY = True
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "concierge.web.late.csrf_failure"

# Tries at signing in are counted by address: behind a proxy, the one that it last wrote down.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
ACCOUNT_ADAPTER = "concierge.web.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters people, with their address
ACCOUNT_SESSION_REMEMBER = None  # the person says; left alone, closing the browser signs out
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.production else "http"
ACCOUNT_FORMS = {
    "login": "concierge.web.sign_in_forms.SignInForm",
    "reset_password": "concierge.web.sign_in_forms.ResetForm",
    "reset_password_from_key": "concierge.web.sign_in_forms.NewPasswordForm",
    "change_password": "concierge.web.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "concierge.web.sign_in_forms.PasswordAgainForm",
}
MFA_ADAPTER = "concierge.web.sign_in.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "concierge.web.sign_in_forms.CodeForm",
    "reauthenticate": "concierge.web.sign_in_forms.CodeAgainForm",
    "activate_totp": "concierge.web.sign_in_forms.StartCodesForm",
}
MFA_TOTP_ISSUER = "Concierge"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator vouches for the address
SOCIALACCOUNT_ADAPTER = "concierge.web.sign_in.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "trust",
                "name": ENVIRONMENT.openid_name,
                "client_id": ENVIRONMENT.openid_client,
                "secret": ENVIRONMENT.openid_secret.get_secret_value(),
                "settings": {"server_url": ENVIRONMENT.openid_url},
            }
        ]
        if ENVIRONMENT.openid_url
        else []
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static_root
STATICFILES_DIRS = [assets.compiled()] if assets.compiled().is_dir() else []  # none in an image
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600  # seconds, for the few files asked for by their plain names
MEDIA_ROOT = ENVIRONMENT.home / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form, files apart

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
_mail_server = ENVIRONMENT.mail_server.get_secret_value()
if ENVIRONMENT.notify_key.get_secret_value():
    EMAIL_BACKEND = "tickets.mail.notify.EmailBackend"
elif _mail_server:
    globals().update(mail_settings(_mail_server, ENVIRONMENT.mail_timeout))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ENVIRONMENT.home / "mail"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.production
SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None

_sign_on = urlsplit(ENVIRONMENT.openid_url)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # A browser follows a form's redirects only to where forms may go.
        "form-action": ["'self'", *([f"{_sign_on.scheme}://{_sign_on.netloc}"] if _sign_on.netloc else [])],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "tickets.api.problems.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concierge",
    "DESCRIPTION": "Ask once, see what happens next, and learn what to redesign.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tickets.api.schema.say_what_is_strict",
    ],
    "ENUM_NAME_OVERRIDES": {
        "TicketStatus": "tickets.choices.Status",
        "LegStatus": "tickets.choices.LegStatus",
        "RootCause": "tickets.choices.RootCause",
        "HolderKind": "tickets.choices.HolderKind",
        "ServiceKind": "tickets.models.service.ServiceKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    # Django's own handlers show nothing where DEBUG is off, or mail it; one place is enough.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
