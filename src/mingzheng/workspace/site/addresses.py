"""Where a request came from, and which network that is."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

OF_A_LINE = 64
"""Bits of the network that a line of version 6 has to itself (RFC 6177)."""


def address_of(request: HttpRequest) -> str:
    """The address a request came from, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def network_of(address: str) -> str:
    """One address of version 4; of version 6 the network, as a line has all of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), OF_A_LINE), strict=False))
