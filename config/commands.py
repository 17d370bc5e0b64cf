"""What manage.py does around Django's commands: settings problems as sentences, and the right database role."""

import sys

from config import embedded, env

OWNER_COMMANDS = frozenset({"migrate", "flush", "createcachetable", "sqlflush", "dbshell"})


def run(arguments: list[str]) -> int:
    """Run one management command. Returns the exit status; problems of the start are one sentence on standard error."""
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in OWNER_COMMANDS:
        env.work_as_owner()
    try:
        env.settings_module()
        return _execute(command, arguments)
    except (env.SettingsProblem, embedded.EmbeddedProblem) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2


def _execute(command: str, arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    started = command in OWNER_COMMANDS and _uses_embedded() and embedded.start("main")
    try:
        execute_from_command_line(arguments)
    except OperationalError as problem:
        if _uses_embedded() and not embedded.is_running(embedded.INSTANCES["main"]):
            sys.stderr.write("The database is not running: start it with `python -m config.embedded start`.\n")
            return 2
        if not problem.args or "connection" not in str(problem.args[0]):
            raise
        sys.stderr.write(f"The database does not answer: {str(problem).splitlines()[0]}.\n")
        return 2
    finally:
        if started:
            embedded.stop("main")
    return 0


def _uses_embedded() -> bool:
    return not env.load().DATABASE_URL
