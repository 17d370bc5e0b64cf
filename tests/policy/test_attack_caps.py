"""However fresh each message is, the assistant does not answer without end."""

from contacts.eligibility import Purpose
from tests.policy.sending import ALLOW, BLOCK, answering, sent, verdict_of


def test_the_thirteenth_answer_of_a_day_is_left_to_a_person() -> None:
    twelve = sent(Purpose.REPLY, *(n / 10 for n in range(1, 13)), answers_fresh_message=True)
    assert verdict_of(answering(Purpose.REPLY, recent=twelve), "caps") == (BLOCK, "many_answers")


def test_answers_of_yesterday_and_other_messages_do_not_count() -> None:
    others = sent(Purpose.MEMBER_REPLY, *([1] * 12)) + sent(Purpose.REPLY, *([25] * 12), answers_fresh_message=True)
    assert verdict_of(answering(Purpose.REPLY, recent=others), "caps")[0] == ALLOW


def test_help_is_not_answered_without_end_either() -> None:
    twelve = sent(Purpose.HELP_ANSWER, *(n / 10 for n in range(1, 13)))
    assert verdict_of(answering(Purpose.HELP_ANSWER, recent=twelve[1:]), "caps")[0] == ALLOW
    assert verdict_of(answering(Purpose.HELP_ANSWER, recent=twelve), "caps") == (BLOCK, "many_answers")
