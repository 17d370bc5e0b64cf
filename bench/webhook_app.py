"""The product's site plus the baseline: a view that checks Twilio's signature and inserts one row, idempotently."""

from __future__ import annotations

import os

from bench import setting

setting.start_django()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402

connections["default"].settings_dict["NAME"] = os.environ["BENCH_DB"]
connections["default"].settings_dict["CONN_MAX_AGE"] = 60

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from twilio.request_validator import RequestValidator  # noqa: E402

_validator = RequestValidator("sandbox-token")


@csrf_exempt
def baseline(request: HttpRequest, key: str) -> HttpResponse:
    url = settings.PUBLIC_URL.rstrip("/") + request.get_full_path()
    if not _validator.validate(url, request.POST, request.headers.get("X-Twilio-Signature", "")):
        return HttpResponse(status=403)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_inbound (provider_id, sender, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [request.POST["MessageSid"], request.POST["From"], request.POST["Body"]],
        )
    return HttpResponse("", content_type="text/xml")


with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS bench_inbound (provider_id text PRIMARY KEY, sender text, body text)")

urlpatterns = [path("bench/<str:key>", baseline), path("", include("config.urls"))]
settings.ROOT_URLCONF = "bench.webhook_app"
application = WSGIHandler()
