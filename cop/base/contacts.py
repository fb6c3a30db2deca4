"""Addresses under which somebody can be reached: which words are one, and which are none."""
import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


def is_email(words: str) -> bool:
    try:
        validate_email(words, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def is_page(words: str) -> bool:
    """The secure address of a page."""
    parts = urlsplit(words)
    return parts.scheme == "https" and bool(parts.hostname)


def can_be_reached(words: str) -> bool:
    return is_email(words) or is_page(words)


def is_domain(words: str) -> bool:
    """«example.org», written small."""
    return len(words) <= 253 and bool(DOMAIN.fullmatch(words))


def is_in_domains(email: str, domains: tuple[str, ...]) -> bool:
    """Is this an address of one of them, or of a part of one? No domains: of any."""
    host = email.rpartition("@")[2].lower()
    return not domains or any(host == domain or host.endswith(f".{domain}") for domain in domains)
