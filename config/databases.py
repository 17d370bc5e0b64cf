"""Which database, and as which role: from DATABASE_URL and DATABASE_OWNER_URL, else the embedded one."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import embedded, env


def settings(conf: env.Environment) -> dict[str, Any]:
    """Django's settings of the one database, for the role this process works as. Opens no connection."""
    if conf.DATABASE_URL:
        as_owner = env.role() == "owner" and conf.DATABASE_OWNER_URL
        return _complete(_from_url(conf.DATABASE_OWNER_URL if as_owner else conf.DATABASE_URL))
    return _complete(embedded.connection("main", env.role()))


def settings_for_tests(conf: env.Environment) -> dict[str, Any]:
    """As `settings`, for the test database, which its owner makes and uses."""
    if conf.DATABASE_URL:
        found = _from_url(conf.DATABASE_OWNER_URL or conf.DATABASE_URL)
    else:
        found = embedded.connection("test", "owner")
    return {**_complete(found), "CONN_MAX_AGE": 0, "TEST": {"NAME": f"test_{conf.TEST_DB}"}}


def product_user(conf: env.Environment) -> str:
    """The name of the role the product works as."""
    return unquote(urlsplit(conf.DATABASE_URL).username or "") if conf.DATABASE_URL else embedded.PRODUCT


def has_one_role(conf: env.Environment) -> bool:
    """Whether product and owner are the same role, so that the database cannot protect the evidence."""
    if not conf.DATABASE_URL:
        return False
    owner = unquote(urlsplit(conf.DATABASE_OWNER_URL).username or "")
    return owner in ("", product_user(conf))


def _complete(connection: dict[str, Any]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **connection,
        "OPTIONS": {"connect_timeout": 10, **connection.get("OPTIONS", {})},
    }


def _from_url(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
