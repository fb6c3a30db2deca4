"""Devices in words a person knows again, and where they are, no nearer than it takes.

What is kept of a sign-in stands in `security/tables.py`.
"""
from ipaddress import IPv4Address, ip_address, ip_network

from cop.base.lazy_import import late

ua_parser = late("ua_parser")

LONGEST_AGENT = 400  # characters; what is longer is no browser's


def name_device(agent: str) -> tuple[str, str]:
    """The browser and the system of a User-Agent header: ("Firefox", "Windows")."""
    found = ua_parser.parse(agent[:LONGEST_AGENT])
    return (found.user_agent.family if found.user_agent else "",
            found.os.family if found.os else "")


def neighbourhood(address: str) -> str:
    """The network an address is in, as «192.0.2.0/24» or «2001:db8:1::/48»: of a house, not of
    a desk. Empty for what is no address."""
    try:
        exact = ip_address(address)
    except ValueError:
        return ""
    length = 24 if isinstance(exact, IPv4Address) else 48
    return str(ip_network(f"{exact}/{length}", strict=False))
