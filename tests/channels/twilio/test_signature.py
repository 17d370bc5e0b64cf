"""Whatever the words are: signed by the token it is genuine, and changed in any way it is not."""

from hypothesis import assume, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from conversations.channels.registry import adapter

RECEIVER = adapter("twilio").receiver
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
FORMS = st.dictionaries(WORDS.filter(bool), WORDS, min_size=1, max_size=6)
URL = "https://texts.example.com/hooks/twilio/abc/?message=m1"


def signed(form: dict[str, str], token: str = "token") -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(URL, form)}


@given(FORMS)
def test_a_signed_form_is_genuine(form: dict[str, str]) -> None:
    assert RECEIVER.verify(URL, form, signed(form), "token")


@given(FORMS, WORDS)
def test_a_form_with_another_value_is_not(form: dict[str, str], other: str) -> None:
    name = max(form)  # the last one signed: elsewhere Twilio's scheme lets text move from a value to the next name
    assume(form[name] != other)
    assert not RECEIVER.verify(URL, {**form, name: other}, signed(form), "token")


@given(FORMS, WORDS)
def test_a_form_signed_with_another_token_is_not(form: dict[str, str], token: str) -> None:
    assume(token.strip("\0") != "token")
    assert not RECEIVER.verify(URL, form, signed(form, token), "token")


@given(FORMS, WORDS)
def test_any_other_signature_is_not(form: dict[str, str], signature: str) -> None:
    assume(signature != signed(form)["X-Twilio-Signature"])
    assert not RECEIVER.verify(URL, form, {"X-Twilio-Signature": signature}, "token")
