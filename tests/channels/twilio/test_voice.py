"""The TwiML of calls."""

from conversations.channels.twilio.voice import do_nothing, end_call, forward_call


def test_a_call_rings_the_line_of_the_business() -> None:
    twiml = forward_call(
        to="+12025550199", caller="+12025550111", action="https://example.com/dial?a=1&b=2", ring_seconds=18
    )
    assert "<Number>+12025550199</Number>" in twiml
    assert 'action="https://example.com/dial?a=1&amp;b=2"' in twiml and 'timeout="18"' in twiml


def test_a_withheld_number_is_not_passed_on() -> None:
    assert "callerId" not in forward_call(to="+12025550199", caller="", action="https://example.com/d", ring_seconds=9)


def test_words_are_escaped() -> None:
    assert "<Say>Bob &amp; Sons</Say><Hangup />" in end_call(words="Bob & Sons")


def test_nothing_is_a_valid_answer() -> None:
    assert do_nothing().endswith("<Response />")
