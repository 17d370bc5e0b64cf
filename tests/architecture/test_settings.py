"""Settings: typed, documented, and refused with a sentence when unknown, malformed or unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env, keys
from config.env import DECLARED, Environment, SettingsProblem

KEYS = {name: keys.new_key(name) for name in keys.NAMES}
PRODUCTION = {
    **KEYS,
    "MODE": "production",
    "PUBLIC_URL": "https://rekindle.example.com",
    "DATABASE_URL": "postgres://product:x@localhost/rekindle",
    "DATABASE_OWNER_URL": "postgres://owner:x@localhost/rekindle",
}


def refusal(given: dict[str, str], stored: dict[str, str] | None = None) -> str:
    """The sentences a start with these settings ends with."""
    with pytest.raises(SettingsProblem) as problem:
        Environment({**KEYS, **given}, stored=stored).check()
    return str(problem.value)


def run(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder with nothing but these settings."""
    bare = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **given}
    return subprocess.run(
        [sys.executable, *arguments], cwd=env.ROOT, env=bare, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("SENDING", "lvie", "live, sandbox, off"),
        ("MODE", "prod", "development, production"),
        ("PORT", "80a", "from 1 to 65535"),
        ("PORT", "65536", "from 1 to 65535"),
        ("WEB_WORKERS", "0", "from 1 to 64"),
        ("PUBLIC_URL", "rekindle.example.com", "such as https://"),
        ("PUBLIC_URL", "https://rekindle.example.com/app", "without a path"),
        ("TWILIO_API_URL", "ftp://twilio.example", "such as https://"),
        ("DATABASE_URL", "mysql://localhost/x", "postgres://"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR"),
        ("DEBUG", "yes", "on, off"),
        ("FIELD_KEYS", "short", "44 characters"),
        ("SUPPRESSION_KEY", "short", "32 or more"),
        ("TEST_DB", "a-b", "small letters"),
    ],
)
def test_a_bad_value_is_refused_with_the_setting_and_what_it_may_be(name: str, value: str, allowed: str) -> None:
    said = refusal({name: value})
    assert name in said
    assert allowed in said


def test_a_secret_that_is_refused_is_not_shown() -> None:
    assert "hunter2" not in refusal({"EVIDENCE_KEY": "hunter2"})
    assert "hunter2" not in refusal({"DATABASE_URL": "mysql://me:hunter2@localhost/x"})


def test_an_unknown_name_in_the_env_file_is_refused_with_the_likely_one() -> None:
    said = refusal({}, stored={"SENDNIG": "live"})
    assert "SENDNIG in .env is not a setting" in said
    assert "Did you mean SENDING?" in said


def test_all_problems_are_told_at_once() -> None:
    assert len(refusal({"PORT": "x", "SENDING": "x"}).splitlines()) == 2


def test_a_secret_comes_from_the_file_it_names(tmp_path: Path) -> None:
    path = tmp_path / "database"
    path.write_text("postgres://a:b@c/d\n")
    assert Environment({"DATABASE_URL_FILE": str(path)}).DATABASE_URL == "postgres://a:b@c/d"


def test_a_secret_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    assert "DATABASE_URL_FILE cannot be read" in refusal({"DATABASE_URL_FILE": str(tmp_path / "none")})


def test_two_keys_must_not_be_the_same() -> None:
    assert "must all differ" in refusal({"SUPPRESSION_KEY": KEYS["EVIDENCE_KEY"]})


def test_the_process_environment_wins_over_the_env_file() -> None:
    assert Environment({"PORT": "8001"}, stored={"PORT": "8002"}).PORT == 8001


def test_the_production_example_is_accepted() -> None:
    Environment(PRODUCTION).check()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PUBLIC_URL": "http://rekindle.example.com"}, "PUBLIC_URL is not an https address"),
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a '*'"),
        ({"ALLOWED_HOSTS": "*.example.com"}, "ALLOWED_HOSTS has a '*'"),
        ({"TWILIO_API_URL": "http://127.0.0.1:9"}, "TWILIO_API_URL is not an https address"),
        ({"PROXY_COUNT": "0"}, "PROXY_COUNT is 0"),
        ({"SECRET_KEY": "django-insecure-" + "abcdefghij" * 5}, "SECRET_KEY"),
    ],
)
def test_what_is_unsafe_in_production_is_refused(given: dict[str, str], sentence: str) -> None:
    assert sentence in refusal({**PRODUCTION, **given})


@pytest.mark.parametrize("name", keys.NAMES)
def test_production_makes_no_key_by_itself(name: str, tmp_path: Path) -> None:
    environment = Environment({key: value for key, value in PRODUCTION.items() if key != name}, keys_folder=tmp_path)
    with pytest.raises(SettingsProblem, match=f"{name} is missing"):
        environment.check()


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = {name: keys.read_or_make_key(name, folder) for name in keys.NAMES}
    assert first == {name: keys.read_or_make_key(name, folder) for name in keys.NAMES}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    Environment(first).check()


def test_the_example_names_every_setting_and_no_other() -> None:
    example = env.read_env_file(env.ROOT / ".env.example")
    assert set(example) == set(DECLARED)


def test_the_example_is_a_working_env_file() -> None:
    Environment(KEYS, stored=env.read_env_file(env.ROOT / ".env.example")).check()


def test_every_setting_says_what_it_means() -> None:
    assert all(setting.doc.endswith(".") for setting in DECLARED.values())


def test_only_the_environment_module_touches_the_process_environment() -> None:
    sources = [path for path in env.ROOT.glob("*/**/*.py") if path.relative_to(env.ROOT).parts[0] not in OUTSIDE]
    touching = {path.relative_to(env.ROOT).as_posix() for path in sources if "os.environ" in path.read_text()}
    assert touching == {"config/env.py"}


OUTSIDE = {".venv", "var", "tests", "bench", "staticfiles"}


def test_a_bad_setting_stops_manage_py_with_one_sentence() -> None:
    done = run("manage.py", "check", SENDING="lvie")
    assert done.returncode == 2
    assert done.stderr == "'lvie' is no good for SENDING: it must be one of live, sandbox, off.\n"


def test_check_deploy_is_clean_in_production() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_one_database_role_is_warned_about() -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != "DATABASE_OWNER_URL"}
    assert "rekindle.W001" in run("manage.py", "check", **given).stderr


def test_commands_that_need_no_database_start_none() -> None:
    nowhere = "postgres://nobody@/nothing?host=/nonexistent"
    done = run("manage.py", "help", "migrate", **{**PRODUCTION, "DATABASE_URL": nowhere, "DATABASE_OWNER_URL": nowhere})
    assert done.returncode == 0, done.stderr
