"""Tests: base with quick hashing and no built static files; `.env` and the instance's own keys are left alone."""

from config import env

env.load_for_tests()

from config import databases  # noqa: E402
from config.settings.base import *  # noqa: E402
from config.settings.base import STORAGES, VAR_DIR, conf  # noqa: E402

SENDING = "sandbox"
SEND_ONLY_TO = ()
DATABASES = {"default": databases.settings_for_tests(conf)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Files are served from where they lie; nothing is collected.
STATIC_ROOT = VAR_DIR / "test-static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
