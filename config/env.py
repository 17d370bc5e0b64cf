"""Every setting of an instance, declared once: name, kind, default, meaning. The only file that touches os.environ.

Values come from the process environment, then from `.env` beside manage.py; a secret also from the file that
`<NAME>_FILE` names. Whatever is unknown, malformed or unsafe stops the start with a sentence. Standard library only:
`python -m config.env` runs before anything is installed.
"""

import contextlib
import difflib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar, overload

from config import keys
from config.readers import (
    database_address,
    fernet_keys,
    long_key,
    name_part,
    one_of,
    origin,
    plain,
    secret_text,
    switch,
    web_address,
    whole,
    words,
)

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
CARRIER_PORT_FILE = VAR / "carrier-port"
T = TypeVar("T")


class SettingsProblem(Exception):
    """One or more settings cannot be used; the text is one sentence per line, written for the person who starts it."""


class Setting(Generic[T]):
    """One setting. Reading it from an Environment gives the typed value; a bad value raises SettingsProblem."""

    def __init__(
        self,
        parse: Callable[[str], T],
        doc: str,
        *,
        default: "str | Callable[[Environment], str]" = "",
        secret: bool = False,
    ) -> None:
        self.parse, self.doc, self.default, self.secret = parse, doc, default, secret
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, environment: None, owner: type) -> "Setting[T]": ...
    @overload
    def __get__(self, environment: "Environment", owner: type) -> T: ...
    def __get__(self, environment: "Environment | None", owner: type) -> "Setting[T] | T":
        if environment is None:
            return self
        text = environment.text(self.name)
        if text is None:
            text = self.default if isinstance(self.default, str) else self.default(environment)
        try:
            return self.parse(text)
        except ValueError as problem:
            shown = "The value of" if self.secret else f"{text!r} is no good for"
            raise SettingsProblem(f"{shown} {self.name}{' is no good' if self.secret else ''}: {problem}.") from None


class Environment:
    """The settings of one process, read on access and all at once by `check`."""

    def __init__(
        self,
        given: Mapping[str, str],
        *,
        stored: Mapping[str, str] | None = None,
        keys_folder: Path = keys.FOLDER,
    ) -> None:
        self._given, self._stored, self._keys = given, stored or {}, keys_folder
        self._made: dict[str, str] = {}

    MODE = Setting(one_of("development", "production"), "How strict to be.", default="development")
    PORT = Setting(whole(1, 65535), "Port of the web server.", default="8000")
    BIND = Setting(plain, "Address the web server listens on.", default="127.0.0.1")
    PUBLIC_URL = Setting(
        origin,
        "The site's public address, as visitors and providers see it. https in production.",
        default=lambda e: f"http://127.0.0.1:{e.PORT}",
    )
    ALLOWED_HOSTS = Setting(words, "Further host names the site answers to, besides that of PUBLIC_URL.")
    PROXY_COUNT = Setting(
        whole(0, 5),
        "Reverse proxies in front of the web server (they must set X-Forwarded-For and X-Forwarded-Proto).",
        default=lambda e: "1" if e.MODE == "production" else "0",
    )
    WEB_WORKERS = Setting(whole(1, 64), "Web server processes, four threads each.", default="2")
    DATABASE_URL = Setting(
        database_address,
        "PostgreSQL 15 or later, as the role the product works with. Empty: the embedded database.",
        secret=True,
    )
    DATABASE_OWNER_URL = Setting(
        database_address,
        "The same database as the role that owns the tables and runs migrations. Empty: DATABASE_URL.",
        secret=True,
    )
    SENDING = Setting(
        one_of("live", "sandbox", "off"),
        "live: live businesses send to real people. sandbox: only the built-in carrier. off: nothing leaves.",
        default="sandbox",
    )
    SEND_ONLY_TO = Setting(
        words, "For staging: the only phone numbers (+15551234567) and emails that may be written to."
    )
    TWILIO_API_URL = Setting(web_address, "Twilio's API.", default="https://api.twilio.com")
    TWILIO_LOOKUPS_URL = Setting(web_address, "Twilio's number lookups.", default="https://lookups.twilio.com")
    TWILIO_MESSAGING_URL = Setting(web_address, "Twilio's messaging services.", default="https://messaging.twilio.com")
    SENDGRID_API_URL = Setting(web_address, "SendGrid's API.", default="https://api.sendgrid.com")
    OPENAI_BASE_URL = Setting(web_address, "The language model's API.", default="https://api.openai.com/v1")
    CARRIER_PORT = Setting(
        whole(1, 65535),
        "Port of the sandbox carrier, on 127.0.0.1. Empty: script/server picks a free one.",
        default=lambda e: e.picked_carrier_port(),
    )
    IMPORT_MOST_MB = Setting(whole(1, 10_240), "Largest file that can be imported, in MB.", default="1024")
    IMPORT_MOST_ROWS = Setting(whole(1, 20_000_000), "Most rows that one import may have.", default="2000000")
    LOG_LEVEL = Setting(one_of("DEBUG", "INFO", "WARNING", "ERROR"), "How much is logged.", default="INFO")
    LOG_FORMAT = Setting(
        one_of("console", "json"),
        "How log lines look.",
        default=lambda e: "json" if e.MODE == "production" else "console",
    )
    DEBUG = Setting(switch, "Django's debug pages: on or off. Never on where others can reach it.", default="off")
    SECRET_KEY = Setting(
        secret_text, "Signs sessions and the queue's tasks.", default=lambda e: e.key("SECRET_KEY"), secret=True
    )
    FIELD_KEYS = Setting(
        fernet_keys,
        "Encrypts stored credentials: Fernet keys, newest first, separated by commas.",
        default=lambda e: e.key("FIELD_KEYS"),
        secret=True,
    )
    SUPPRESSION_KEY = Setting(
        long_key,
        "Keys the hashes of suppressed addresses. Never change it.",
        default=lambda e: e.key("SUPPRESSION_KEY"),
        secret=True,
    )
    EVIDENCE_KEY = Setting(
        long_key, "Seals the evidence. Never change it.", default=lambda e: e.key("EVIDENCE_KEY"), secret=True
    )
    TEST_DB = Setting(
        name_part, "Name of the test database, so that test runs can stand side by side.", default="rekindle"
    )

    def text(self, name: str) -> str | None:
        """The given text of a setting, or None; an empty one counts as not given."""
        for source in (self._given, self._stored):
            if value := source.get(name, "").strip():
                return value
            if (path := source.get(f"{name}_FILE", "").strip()) and DECLARED[name].secret:
                return _read_secret(name, Path(path))
        return None

    def key(self, name: str) -> str:
        """A key that was not given: from var/keys, where development makes it on first use. Production raises."""
        stored = self._made.get(name) or keys.read_key(name, self._keys)
        if stored:
            return stored
        if self.MODE == "production":
            raise SettingsProblem(
                f"{name} is missing: give it, or {name}_FILE, or make all keys once with `python -m config.keys`."
            )
        try:
            self._made[name] = keys.read_or_make_key(name, self._keys)
        except OSError as problem:
            if self.DATABASE_URL:
                raise SettingsProblem(
                    f"{name} is missing and cannot be kept in {self._keys}: {problem.strerror}."
                ) from None
            # A read-only checkout can have no embedded database either: the key serves commands that store nothing.
            self._made[name] = keys.new_key(name)
        return self._made[name]

    def picked_carrier_port(self) -> str:
        """The port script/server picked last, else the one after the web server's."""
        with contextlib.suppress(OSError):
            picked = CARRIER_PORT_FILE.read_text(encoding="ascii").strip()
            if picked != str(self.PORT):
                return picked
        return str(self.PORT + 1 if self.PORT < 65535 else self.PORT - 1)

    def check(self) -> None:
        """Raises SettingsProblem with a sentence for everything that is wrong, all at once."""
        problems = [*self._unknown_names()]
        for name in DECLARED:
            try:
                getattr(self, name)
            except SettingsProblem as problem:
                problems.append(str(problem))
        if not problems:
            problems.extend(self._clashes())
        if not problems and self.MODE == "production":
            problems.extend(self._unsafe())
        if problems:
            raise SettingsProblem("\n".join(dict.fromkeys(problems)))

    def _unknown_names(self) -> list[str]:
        known = set(DECLARED) | {f"{name}_FILE" for name, setting in DECLARED.items() if setting.secret}
        sentences = []
        for name in self._stored:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f" Did you mean {near[0]}?" if near else " The known ones are in .env.example."
                sentences.append(f"{name} in .env is not a setting.{hint}")
        return sentences

    def _clashes(self) -> list[str]:
        sentences = []
        if self.DATABASE_OWNER_URL and not self.DATABASE_URL:
            sentences.append("DATABASE_OWNER_URL is given without DATABASE_URL: give both or none.")
        if self.CARRIER_PORT == self.PORT:
            sentences.append(f"CARRIER_PORT and PORT are both {self.PORT}: they must differ.")
        secrets = [self.SECRET_KEY.encode(), self.SUPPRESSION_KEY, self.EVIDENCE_KEY]
        secrets += [key.encode() for key in self.FIELD_KEYS]
        if len(set(secrets)) != len(secrets):
            sentences.append("SECRET_KEY, FIELD_KEYS, SUPPRESSION_KEY and EVIDENCE_KEY must all differ.")
        return sentences

    def _unsafe(self) -> list[str]:
        sentences = []
        addresses = ["PUBLIC_URL"] + [
            name for name in DECLARED if name.endswith(("_API_URL", "LOOKUPS_URL", "MESSAGING_URL"))
        ]
        for name in addresses:
            if not getattr(self, name).startswith("https://"):
                sentences.append(f"{name} is not an https address: production needs one.")
        if self.DEBUG:
            sentences.append("DEBUG is on: production shows no debug pages, so take it out.")
        if any("*" in host for host in self.ALLOWED_HOSTS):
            sentences.append("ALLOWED_HOSTS has a '*': production needs the host names written out.")
        if self.PROXY_COUNT == 0:
            sentences.append("PROXY_COUNT is 0: production needs a proxy that speaks https in front of the web server.")
        return sentences


DECLARED: dict[str, Setting[object]] = {
    name: item for name, item in vars(Environment).items() if isinstance(item, Setting)
}


def _read_secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not text"
        raise SettingsProblem(f"{name}_FILE cannot be read ({path}): {reason}.") from None


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines; blank lines and # comments are skipped, quotes around a value are dropped."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsProblem(f"{path} cannot be read: make it a text file that this account may read.") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise SettingsProblem(f"Line {number} of .env is not of the form NAME=value.")
        found[name.strip()] = _unquote(value.strip())
    return found


def _unquote(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


_current: Environment | None = None
_role = "product"


def load() -> Environment:
    """The checked settings of this process. Raises SettingsProblem."""
    global _current
    if _current is None:
        environment = Environment(os.environ, stored=read_env_file(ROOT / ".env"))
        environment.check()
        _current = environment
    return _current


def load_for_tests() -> Environment:
    """As `load`, without `.env` and with keys of its own: a test run never touches what an owner has set up."""
    global _current
    environment = Environment(os.environ, keys_folder=VAR / "test-keys")
    environment.check()
    _current = environment
    return environment


def settings_module() -> str:
    """Names the Django settings for MODE, unless DJANGO_SETTINGS_MODULE says otherwise, and puts them in force."""
    mode = load().MODE if "DJANGO_SETTINGS_MODULE" not in os.environ else ""
    module = "config.settings.production" if mode == "production" else "config.settings.base"
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def work_as_owner() -> None:
    """Connect as the role that owns the tables: for migrations, called before Django's settings are read."""
    global _role
    _role = "owner"


def role() -> str:
    """`product` or `owner`: as whom this process connects to the database."""
    return _role


if __name__ == "__main__":
    try:
        load()
    except SettingsProblem as found:
        sys.stderr.write(f"{found}\n")
        sys.exit(2)
