"""Where a request comes from: the peer's address, or what a trusted proxy says of it.

Pure: texts in, texts out. Knows no request and no limit.
"""

import ipaddress


def parsed(text: str):
    """The address, an IPv4 one that came as IPv6 included; None for anything else."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_within(text: str, networks) -> bool:
    found = parsed(text)
    return found is not None and any(found in network for network in networks)


def client_of(peer: str, forwarded_for: list[str], trusted) -> str:
    """The nearest address that is no proxy of ours; without a trusted proxy the header is anyone's claim."""
    at = peer
    for claim in reversed([claim.strip() for line in forwarded_for for claim in line.split(",")]):
        if not is_within(at, trusted) or parsed(claim) is None:
            break
        at = claim
    return at


def group_of(text: str) -> str:
    """What is counted as one: an IPv4 address, or the /64 that one IPv6 household has."""
    found = parsed(text)
    if found is None:
        return text[:64] or "?"
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
