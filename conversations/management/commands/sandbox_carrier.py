"""Run the sandbox carrier, which speaks Twilio's protocol and texts nobody."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conversations.channels.sandbox.carrier import HOST, MEMORY, read_control_token, run


class Command(BaseCommand):
    help = (
        "Run the sandbox carrier: Twilio's protocol on this machine, for the demo, tests and benches. It texts nobody."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8025, help="where to listen, on 127.0.0.1 only")
        parser.add_argument("--state", default="var/sandbox.sqlite3", help="the file that keeps accounts and messages")
        parser.add_argument(
            "--memory", action="store_true", help="keep everything in memory: faster, forgotten at the end"
        )
        parser.add_argument(
            "--token", default="", help="the control API's token; else the one in the file beside the state"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        state = Path(options["state"])
        if not (options["memory"] and options["token"]):
            state.parent.mkdir(parents=True, exist_ok=True)
        token = options["token"] or read_control_token(state)
        self.stdout.write(f"The sandbox carrier listens on http://{HOST}:{options['port']}.")
        if not options["token"]:
            self.stdout.write(f"Its control API takes the token in {state.with_suffix('.token')}.")
        try:
            run(port=options["port"], state=MEMORY if options["memory"] else str(state), control_token=token)
        except OSError as error:
            raise CommandError(
                f"The sandbox carrier could not start on port {options['port']}: {error.strerror}."
            ) from error
