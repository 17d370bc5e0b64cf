"""Production: base with every screw tightened. Unsafe settings never get here, config/env.py stops the start."""

from urllib.parse import urlsplit

from config.settings.base import *
from config.settings.base import PUBLIC_URL, conf

ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", *conf.ALLOWED_HOSTS]

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# The proxy in front of the web server sets this header on every request.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
