"""Django's settings. What an owner may choose is declared in config/env.py; the rest is decided here."""

from importlib.util import find_spec
from math import ceil
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import databases, env, logs

BASE_DIR = env.ROOT
VAR_DIR = env.VAR
conf = env.load()

MODE = conf.MODE
DEBUG = conf.DEBUG
SECRET_KEY = conf.SECRET_KEY
FIELD_KEYS = conf.FIELD_KEYS
SUPPRESSION_KEY = conf.SUPPRESSION_KEY
EVIDENCE_KEY = conf.EVIDENCE_KEY

PUBLIC_URL = conf.PUBLIC_URL
SENDING = conf.SENDING
SEND_ONLY_TO = conf.SEND_ONLY_TO
# A simulation plays at most so many people through; of how many, it says.
SIMULATED_PEOPLE = 5000
TWILIO_API_URL = conf.TWILIO_API_URL
TWILIO_LOOKUPS_URL = conf.TWILIO_LOOKUPS_URL
TWILIO_MESSAGING_URL = conf.TWILIO_MESSAGING_URL
SENDGRID_API_URL = conf.SENDGRID_API_URL
OPENAI_BASE_URL = conf.OPENAI_BASE_URL
SANDBOX_CARRIER_URL = f"http://127.0.0.1:{conf.CARRIER_PORT}"
SANDBOX_CARRIER_STATE = VAR_DIR / "carrier.sqlite3"
INSTANCE_MARK_FILE = VAR_DIR / "instance-mark"
SEALS_DIR = VAR_DIR / "seals"
DEMO_LOGIN_FILE = VAR_DIR / "demo-login"

_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", *conf.ALLOWED_HOSTS, *_LOOPBACK]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "config",
    "notifications",
    "reactivation.today",
    "reactivation.campaigns",
    "conversations",
    "contacts",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_q",
    "lucide",
    "phonenumber_field",
    "rest_framework",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.navigation",
            ],
        },
    },
]

DATABASES = {"default": databases.settings(conf)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.ClosedSignup"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(PUBLIC_URL).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = conf.PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rekindle"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE == "development"
USERSESSIONS_TRACK_ACTIVITY = True

# Every page is built from our own files: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
IMPORT_MOST_BYTES = conf.IMPORT_MOST_MB * 1024 * 1024
IMPORT_MOST_ROWS = conf.IMPORT_MOST_ROWS
# A file that is imported goes to the disk while it comes in, never into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
PHONENUMBER_DEFAULT_REGION = "US"

EMAIL_BACKEND = (
    "conversations.mail_backend.EmailBackend"
    if find_spec("conversations.mail_backend")
    else "django.core.mail.backends.dummy.EmailBackend"
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

# One more than a listener may occupy (accounts.work.RUNS_AT_ONCE): whatever hangs, something goes on.
_WORKERS, _QUEUE_LIMIT, _TIMEOUT = 3, 2, 120
# A task's lock starts when it is fetched, not when it runs: a shorter retry runs it twice (docs/decisions.md).
_RETRY = (ceil((_QUEUE_LIMIT + 1) / _WORKERS) + 1) * (_TIMEOUT + 3) + 51
Q_CLUSTER = {
    "name": "rekindle",
    "workers": _WORKERS,
    "queue_limit": _QUEUE_LIMIT,
    "timeout": _TIMEOUT,
    "retry": _RETRY,
    "max_attempts": 3,
    "catch_up": False,
    "save_limit": 100,
    "orm": "default",
    "time_zone": "UTC",
}

LOGGING_CONFIG = None
logs.configure(conf.LOG_LEVEL, conf.LOG_FORMAT)
