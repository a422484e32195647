"""How a partner's texts are cleaned before they are kept. Source: partners-app.md "Automatic Data Cleaning"."""

from optimapos.core.result import DomainError


def cleaned_text(text: str) -> str:
    """The text with runs of white space as one blank and none around it."""
    return " ".join(text.split())


def cleaned_name(name: str) -> str:
    """The name as it is kept.

    Refuses: VALIDATION_FAILED for one that is empty.
    """
    text = cleaned_text(name)
    if not text:
        raise DomainError("VALIDATION_FAILED", "A customer has a name.", {"field": "name"})
    return text
