"""The sandbox carrier as a server: its memory, its guard, its way to start."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conversations.channels.http import get_json
from conversations.channels.sandbox.carrier import read_control_token
from conversations.channels.sandbox.testing import CarrierControl, ControlRefused, run_carrier
from tests.channels.conftest import LEAD, OURS, Phone
from tests.channels.sandbox.conftest import Site

ROOT = Path(__file__).resolve().parents[3]


def test_a_restart_remembers_accounts_messages_and_opt_outs(tmp_path: Path) -> None:
    state = str(tmp_path / "carrier.sqlite3")
    with run_carrier(state=state) as carrier:
        account = carrier.add_account(numbers=[OURS], carrier_answers=True)
        carrier.phone_writes(sender=LEAD, to=OURS, body="STOP")
    with run_carrier(state=state) as carrier:
        assert [message["body"] for message in carrier.messages(direction="inbound")] == ["STOP"]
        phone = Phone(account.credentials)
        phone.credentials = type(account.credentials)(carrier.base_url, account.account, account.token)
        with pytest.raises(Exception, match="21610"):
            phone.send()


def test_what_was_on_its_way_arrives_after_a_restart(tmp_path: Path, site: Site) -> None:
    state = str(tmp_path / "carrier.sqlite3")
    with run_carrier(state=state) as carrier:
        carrier.pace(sent_after=60)
        account = carrier.add_account(numbers=[OURS])
        Phone(account.credentials).send(status_callback=f"{site.base_url}/status")
    with run_carrier(state=state) as carrier:
        carrier.settle()
    assert site.statuses() == ["sent", "delivered"]


@pytest.mark.parametrize("token", ["", "wrong"])
def test_the_control_api_needs_its_token(carrier: CarrierControl, token: str) -> None:
    with pytest.raises(ControlRefused, match="X-Sandbox-Token"):
        CarrierControl(carrier.base_url, token).counters()


def test_an_account_cannot_read_another(carrier: CarrierControl) -> None:
    one, two = (carrier.add_account(numbers=[f"+1202555010{n}"]) for n in (1, 2))
    phone = Phone(type(one.credentials)(carrier.base_url, two.account, one.token))
    with pytest.raises(Exception, match="20003"):
        phone.run(lambda s: phone.sender.check_credentials(credentials=phone.credentials, session=s))


@pytest.mark.parametrize("number", ["+12025551234", "12025550100", "+442025550100"])
def test_an_account_only_gets_fictional_numbers(carrier: CarrierControl, number: str) -> None:
    with pytest.raises(ControlRefused, match="555-0100"):
        carrier.add_account(numbers=[number])


def test_a_number_belongs_to_one_account(carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[OURS])
    with pytest.raises(ControlRefused, match="already"):
        carrier.add_account(numbers=[OURS])


def test_an_unknown_failure_is_refused_by_name(carrier: CarrierControl) -> None:
    with pytest.raises(ControlRefused, match="earthquake"):
        carrier.fail("earthquake")


def test_a_reset_forgets(carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[OURS])
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    carrier.fail("stuck")
    carrier.reset()
    assert (carrier.messages(), carrier.counters(), carrier.ask("GET", "failures")) == ([], {}, {"failures": []})
    assert len(carrier.ask("GET", "accounts")["accounts"]) == 1


def test_tokens_are_told_once(carrier: CarrierControl) -> None:
    account = carrier.add_account(numbers=[OURS])
    assert account.token not in json.dumps(carrier.ask("GET", "accounts"))


def test_the_state_is_for_its_owner_only(tmp_path: Path) -> None:
    with run_carrier(state=str(tmp_path / "carrier.sqlite3")) as carrier:
        carrier.add_account(numbers=[OURS])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_control_token_is_made_once(tmp_path: Path) -> None:
    first = read_control_token(tmp_path / "carrier.sqlite3")
    assert first and read_control_token(tmp_path / "carrier.sqlite3") == first
    assert [path.name for path in tmp_path.iterdir()] == ["carrier.token"]


def test_nonsense_in_a_look_up_is_refused(phone: Phone, carrier: CarrierControl) -> None:
    url = f"{carrier.base_url}/2010-04-01/Accounts/{phone.credentials.account}/Messages.json"
    answer = phone.run(lambda s: get_json(s, url, query=[("PageSize", "many")], credentials=phone.credentials))
    assert answer.payload and (answer.status, answer.payload["code"]) == (400, 20001)


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    state = tmp_path / "carrier.sqlite3"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "sandbox_carrier", "--port", str(port), "--state", str(state)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        token = state.with_suffix(".token")
        assert token.stat().st_mode & 0o777 == 0o600
        assert CarrierControl(f"http://127.0.0.1:{port}", token.read_text()).counters() == {}
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 0


def _wait_for(url: str) -> None:
    parts = urlsplit(url)
    for _ in range(100):
        connection = HTTPConnection(parts.hostname or "", parts.port)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("The command did not start to serve.")
