"""A site that records what the carrier calls it with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from conversations.channels.registry import adapter


@dataclass
class Call:
    """One webhook as it arrived."""

    url: str
    form: dict[str, str]
    headers: dict[str, str]

    def is_signed(self, token: str) -> bool:
        return adapter("sandbox").receiver.verify(self.url, self.form, self.headers, token)


@dataclass
class Site:
    """The customer's site: answers `status` with `answer`, records every call."""

    base_url: str = ""
    status: int = 204
    answer: str = ""
    calls: list[Call] = field(default_factory=list)

    def statuses(self) -> list[str]:
        return [call.form["MessageStatus"] for call in self.calls]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Recorder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            site.calls.append(Call(site.base_url + self.path, form, dict(self.headers)))
            self.send_response(site.status)
            self.end_headers()
            self.wfile.write(site.answer.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        site.base_url = f"http://127.0.0.1:{server.server_address[1]}"
        assert urlsplit(site.base_url).port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
