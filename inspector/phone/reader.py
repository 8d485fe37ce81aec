"""Text → number → chat id: what a person pasted, and what will be asked of the gateway.

`read_number` never guesses silently: it answers with one number, a hidden id (LID), a choice of
several numbers, or a refusal with its reason.
"""

from inspector.phone.number import Number, PhoneReading


def read_number(text: str, default_region: str | None = None) -> PhoneReading:
    """Read whatever was pasted: a number in any notation, a WhatsApp link or id, prose, a contact card.

    Answers within 50 ms for a text of any length, and raises for none. The first call takes about
    50 ms more, for the numbering plans.

    Args:
        text: any text, of any length.
        default_region: ISO 3166 two-letter code for local forms (`8 (912) …` with `RU`), or None.
            A code that telephone numbering does not know counts as None.
    """
    # the numbering plans cost 40 ms to import, and the window shows itself before it needs them
    from inspector.phone import text_reader

    return text_reader.read_text(text, default_region)


def known_number(digits: str) -> Number:
    """The number behind digits that are already international, exactly as given: never rewritten.

    Args:
        digits: international digits without a plus, as a chat id has them.
    """
    from inspector.phone import numbering_plans

    return numbering_plans.number_as_given(digits)
