"""Twilio's error codes in our words, as data. Sources: Twilio's error pages, as gathered in the compliance notes.

`permanent` is about the message: handing the same one over again cannot help. The scope says what else to switch off.
"""

# ruff: noqa: E501  (a row is a line, so that the table reads as one)

from __future__ import annotations

from conversations.channels.base import ErrorGuide, ErrorMeaning, ErrorScope

M, S = ErrorMeaning, ErrorScope

_ROWS: tuple[tuple[str, ErrorMeaning, ErrorScope, bool, str, str], ...] = (
    # At hand-over
    ("20003", M.AUTH, S.ACCOUNT, False, "The provider refused the account's credentials.", "Enter them again under Channels."),
    ("20005", M.AUTH, S.ACCOUNT, False, "The provider has suspended the account.", "Ask the provider why, then test the channel."),
    ("20404", M.AUTH, S.ACCOUNT, False, "The provider does not know this account.", "Check the account id under Channels."),
    ("20429", M.RATE, S.ACCOUNT, False, "The provider asked us to slow down.", "Nothing to do: it goes out a little later."),
    ("20500", M.OUTAGE, S.ACCOUNT, False, "The provider had a fault of its own.", "Nothing to do: its records are compared."),
    ("20503", M.OUTAGE, S.ACCOUNT, False, "The provider is not available.", "Nothing to do: it is tried again."),
    ("21211", M.INVALID_NUMBER, S.RECIPIENT, True, "This is not a telephone number that exists.", "Correct the number."),
    ("21212", M.SENDER, S.SENDER, False, "The sender is not a valid number.", "Choose another sender under Channels."),
    ("21217", M.INVALID_NUMBER, S.RECIPIENT, True, "This is not a telephone number that exists.", "Correct the number."),
    ("21265", M.INVALID_NUMBER, S.RECIPIENT, True, "A text cannot go to a short code.", "Use another number."),
    ("21266", M.INVALID_NUMBER, S.RECIPIENT, True, "The recipient is the sender itself.", "Correct the number."),
    ("21408", M.REGION, S.RECIPIENT, True, "Texting to this country is switched off at the provider.", "Switch the country on at the provider."),
    ("21602", M.CONTENT, S.MESSAGE, True, "The message has no text.", "Write a text."),
    ("21603", M.SENDER, S.SENDER, False, "No sender was named.", "Choose a sender under Channels."),
    ("21604", M.INVALID_NUMBER, S.RECIPIENT, True, "No recipient was named.", "Add a number to the contact."),
    ("21606", M.SENDER, S.SENDER, False, "The sender is not a number of this account, or cannot text.", "Choose another sender under Channels."),
    ("21609", M.CONTENT, S.ACCOUNT, False, "The provider does not accept our callback address.", "Check the public address in the settings."),
    ("21610", M.OPTED_OUT, S.RECIPIENT, True, "This person told the carrier to stop your texts.", "Do not text them; only they can undo it, by texting START."),
    ("21611", M.RATE, S.SENDER, False, "The sender's queue at the provider is full.", "Nothing to do: it goes out when the queue is shorter."),
    ("21612", M.UNREACHABLE, S.RECIPIENT, True, "This sender cannot reach that number.", "Use another channel or sender."),
    ("21614", M.LANDLINE, S.RECIPIENT, True, "This number cannot receive texts.", "Call, or use another channel."),
    ("21617", M.CONTENT, S.MESSAGE, True, "The text is longer than 1,600 characters.", "Shorten the text."),
    ("21620", M.CONTENT, S.MESSAGE, True, "The provider could not use the attachment.", "Attach a picture under 5 MB."),
    ("21635", M.LANDLINE, S.RECIPIENT, True, "This is a landline, which cannot receive texts.", "Call, or use another channel."),
    ("21660", M.SENDER, S.SENDER, False, "The sender does not belong to this account.", "Choose another sender under Channels."),
    ("21701", M.SENDER, S.SENDER, False, "The messaging service does not exist.", "Check the messaging service under Channels."),
    ("21703", M.SENDER, S.SENDER, False, "The messaging service has no numbers.", "Add a number to it at the provider."),
    # On the way
    ("30001", M.RATE, S.SENDER, False, "The provider's queue ran over.", "It can be sent again while there is time."),
    ("30002", M.AUTH, S.ACCOUNT, False, "The provider suspended the account on the way.", "Ask the provider why."),
    ("30003", M.UNREACHABLE, S.MESSAGE, False, "The phone was switched off or out of reach.", "It can be sent once more later."),
    ("30004", M.BLOCKED, S.RECIPIENT, True, "The recipient or the carrier blocks this sender.", "Do not send again; look whether they want to hear from you."),
    ("30005", M.INVALID_NUMBER, S.RECIPIENT, True, "The number is no longer in use.", "Ask for a new number; it may belong to somebody else now."),
    ("30006", M.LANDLINE, S.RECIPIENT, True, "This is a landline or a carrier that cannot be reached.", "Call, or use another channel."),
    ("30007", M.FILTERED, S.MESSAGE, True, "The carrier filtered the text as spam.", "Look at the wording and the sender's registration; do not just reword and resend."),
    ("30008", M.UNKNOWN, S.MESSAGE, False, "The carrier gave no reason.", "It can be sent once more."),
    ("30019", M.CONTENT, S.MESSAGE, True, "The attachment was too big for the carrier.", "Attach a smaller picture."),
    ("30022", M.RATE, S.SENDER, False, "The carrier's limit for this sender was reached.", "It can be sent again later."),
    ("30023", M.RATE, S.SENDER, False, "The carrier's daily limit for this brand was reached.", "It can be sent again tomorrow."),
    ("30024", M.UNREGISTERED, S.SENDER, False, "The sender is not set up with this carrier.", "Finish the registration before sending more."),
    ("30032", M.UNREGISTERED, S.SENDER, False, "The toll-free number is not verified.", "Finish the verification before sending more."),
    ("30034", M.UNREGISTERED, S.SENDER, False, "The number is not registered for business texting (10DLC).", "Finish the registration before sending more."),
    ("30036", M.EXPIRED, S.MESSAGE, True, "The text could not be delivered in the time allowed for it.", "Nothing to do: later would have been too late."),
    ("30410", M.OUTAGE, S.MESSAGE, False, "The carrier did not answer in time.", "It can be sent once more."),
    ("30450", M.BLOCKED, S.RECIPIENT, True, "The provider suspects fraud with this number range.", "Do not send again."),
    # WhatsApp and Messenger by Twilio
    ("63003", M.INVALID_NUMBER, S.RECIPIENT, True, "This number is not on that channel.", "Use another channel."),
    ("63007", M.SENDER, S.SENDER, False, "The sender is not set up for that channel.", "Check the sender at the provider."),
    ("63014", M.OPTED_OUT, S.RECIPIENT, True, "This person has blocked you on that channel.", "Do not write to them there."),
    ("63016", M.WINDOW_CLOSED, S.MESSAGE, True, "The 24 hours after the person's last message are over.", "Use an approved template or another channel."),
    ("63018", M.RATE, S.SENDER, False, "The channel's rate limit was reached.", "Nothing to do: it goes out a little later."),
    ("63024", M.INVALID_NUMBER, S.RECIPIENT, True, "That channel does not accept this recipient.", "Use another channel."),
    ("63032", M.BLOCKED, S.RECIPIENT, True, "The channel does not allow this text to this person.", "Use another channel."),
)  # fmt: skip

GUIDES: dict[str, ErrorGuide] = {row[0]: ErrorGuide(*row) for row in _ROWS}


def find_guide(code: str) -> ErrorGuide:
    """Return the row for one of Twilio's codes; an unknown code gets a row that says so and claims nothing."""
    found = GUIDES.get(code)
    if found:
        return found
    return ErrorGuide(
        code,
        M.UNKNOWN,
        S.MESSAGE,
        False,
        "The provider gave a reason that Rekindle does not know.",
        "Look the code up at the provider.",
    )
