"""What a letter says, for tests that read some."""


def said_in(letter):
    """Its text; the page beside it says the same."""
    return letter.get_body(("plain",)).get_content()
