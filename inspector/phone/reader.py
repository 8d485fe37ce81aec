"""Text → number → chat ID: reads what the user pasted, to find what can be looked up.

`read_number` never guesses silently. It returns one number, a hidden ID (LID), a choice of several numbers,
a question about the country, or a refusal with a reason.
"""

from inspector.phone.number import Number, PhoneReading


def read_number(text: str, default_region: str | None = None) -> PhoneReading:
    """Read pasted text: a number in any notation, a WhatsApp link or ID, prose, or a contact card.

    Takes at most 50 ms for text of any length, and never raises. The first call takes about 50 ms more, to
    load the numbering plans.

    Args:
        text: any text, of any length.
        default_region: ISO 3166 two-letter code for local numbers (`8 (912) …` with `RU`), or None. An
            unknown code counts as None.
    """
    # importing the numbering plans takes 40 ms, and the window is shown before they are needed
    from inspector.phone import text_reader

    return text_reader.read_text(text, default_region)


def known_number(digits: str) -> Number:
    """The number for digits that are already international. They are never changed.

    Args:
        digits: international digits without a plus, as in a chat ID.
    """
    from inspector.phone import numbering_plans

    return numbering_plans.number_from_digits(digits)
