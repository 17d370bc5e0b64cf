"""Logging: structlog for our own lines and those of the libraries, through one redaction, as console text or JSON."""

import logging
import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

from config.redaction import redact_event, redact_text

# They print request bodies and credentials on DEBUG, or a line per request.
QUIET = (
    "python_http_client",
    "twilio",
    "urllib3",
    "httpx2",
    "httpcore2",
    "openai",
    "aiohttp",
    "asyncio",
    "faker",
    "PIL",
)


def is_no_probe(record: logging.LogRecord) -> bool:
    """A failing /healthz is told to whoever asks, every few seconds: not to the log as well."""
    return getattr(getattr(record, "request", None), "path", "") != "/healthz"


class RedactedFormatter(structlog.stdlib.ProcessorFormatter):
    """The last door before a line leaves: reads through what renderer and tracebacks have put into it."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return redact_text(super().format(record))


def configure(level: str, form: str) -> None:
    """Put logging in force. `level` as in LOG_LEVEL, `form` console or json."""
    logging.config.dictConfig(as_dict(level, form))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def as_dict(level: str, form: str) -> dict[str, Any]:
    """The same for logging.config, which gunicorn takes as it is."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    if form == "json":
        last.insert(1, structlog.processors.format_exc_info)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"redacted": {"()": RedactedFormatter, "processors": last, "foreign_pre_chain": _shared()}},
        "filters": {"no_probe": {"()": lambda: is_no_probe}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "redacted", "filters": ["no_probe"]},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            **{name: {"level": "WARNING"} for name in QUIET},
            # django-q2 adds a handler of its own, past the redaction, where it finds none; a line per task is too much.
            "django-q": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "django.db.backends": {"level": "WARNING"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "gunicorn.access": {"level": "WARNING"},
        },
    }


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _keep_exception,
    ]


def _keep_exception(logger: Any, method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Redact all but what structlog needs as it is: the exception and its own marks."""
    kept = {name: event[name] for name in ("exc_info", "timestamp", "level", "logger") if name in event}
    kept |= {name: value for name, value in event.items() if name.startswith("_")}
    return {**redact_event(logger, method, event), **kept}
