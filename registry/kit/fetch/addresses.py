"""Which addresses the server may be sent to.

Whoever may enter an address could otherwise make the server read internal services for them (server-side request forgery).
What counts is the address a name resolves to, however it is written: `2130706433`, `0x7f.1` and `::ffff:127.0.0.1` all
resolve to this machine.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from dataclasses import dataclass

import requests
from urllib3.util import Url, parse_url

from registry.core.text import Text
from registry.core.text import text as _

LONGEST_URL = 2_048
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that public interfaces are served on; others are mail servers, databases and the like."""

MADE_UP = (".example", ".invalid", ".test")
"""Endings of names that nobody can have (RFC 2606); the demo municipality's are such."""

_MOST_ADDRESSES = 4
"""A name may resolve to many addresses; this many are tried."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRANSLATED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo and other protocol assignments
        "2002::/16",  # 6to4, carries an IPv4 address
        "64:ff9b::/96",  # NAT64, carries an IPv4 address
        "64:ff9b:1::/48",  # NAT64 within one network
        "5f00::/16",  # segment routing
    )
)
"""Networks Python calls global (or did in some version) that lead elsewhere than they seem to."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class FetchRefused(Exception):
    """The address is not fetched, or what it gave is not taken; `message` says why, for the one who entered it."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


class NoAnswer(FetchRefused):
    """The host itself does not answer, or not in time: asking it for something else will go no better."""


class MadeUp(FetchRefused):
    """The host's name is one of those that are set aside for examples and tests, and leads nowhere."""


class NotNow(FetchRefused):
    """The host asks to be left alone for `seconds` (Retry-After)."""

    def __init__(self, message: Text, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be fetched: its URL as it goes out and the network addresses to connect to, in order."""

    url: str
    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllowList:
    """What an administrator lets through: host names, `*.domain` for every host under a domain, and addresses or networks
    in CIDR form.
    """

    names: frozenset[str]
    networks: tuple[Network, ...]

    @classmethod
    def of(cls, entries: Collection[str]) -> AllowList:
        """Sort entries into names and networks."""
        names, networks = set(), []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry.strip("[] "), strict=False))
            except ValueError:
                names.add(_ascii(entry))
        return cls(frozenset(names), tuple(networks))

    def has_name(self, host: str) -> bool:
        """Whether the host is listed itself or lies under a listed `*.domain`."""
        labels = host.split(".")
        return host in self.names or any("*." + ".".join(labels[start:]) in self.names for start in range(1, len(labels)))

    def has_address(self, address: Address) -> bool:
        """Whether the address lies in a listed network."""
        return any(address in network for network in self.networks)


def admit(url: str, allowed: AllowList) -> Target:
    """The target of `url` when the server may connect to it; FetchRefused with the reason when not.

    A listed name lets private addresses through, but not this machine or the link-local network where clouds keep their
    keys: those must be listed as addresses, so that whoever controls a name cannot move it there.
    """
    parts = _parts(url)
    scheme, host = parts.scheme or "", _ascii(parts.host or "")
    port = parts.port or _DEFAULT_PORTS[scheme]
    named = allowed.has_name(host)
    resolved = _resolve(host, port)
    listed = [address for address in resolved if allowed.has_address(address)]
    admitted = listed or [address for address in resolved if (_is_internal(address) if named else _is_public(address))]
    if not admitted:
        raise FetchRefused(
            _("“{host}” does not lead to a public address. An administrator can allow hosts of the own network.", host=host)
        )
    if port not in PUBLIC_PORTS and not named and not listed:
        raise FetchRefused(
            _("Port {port} is not fetched from. Public addresses may use ports {ports}.", port=port, ports=_shown(PUBLIC_PORTS))
        )
    return Target(parts.url, scheme, host, port, tuple(str(address) for address in admitted[:_MOST_ADDRESSES]))


def _parts(url: str) -> Url:
    """The parts of the URL as the HTTP library will read them, so that the two cannot disagree on the host."""
    if len(url) > LONGEST_URL:
        raise FetchRefused(_("The address is longer than {most} characters", most=LONGEST_URL))
    if any(not character.isprintable() or character in " \\" for character in url.strip()):
        raise FetchRefused(_("The address has a space, a backslash or a character that cannot be shown"))
    if url.strip().partition(":")[0].lower() not in _DEFAULT_PORTS:
        raise FetchRefused(_("The address must begin with https:// or http://"))
    try:
        parts = parse_url(requests.Request("GET", url.strip()).prepare().url or "")
    except (requests.RequestException, ValueError):
        raise FetchRefused(_("“{url}” is not a web address", url=url)) from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.host:
        raise FetchRefused(_("“{url}” is not a web address", url=url))
    authority = re.split("[/?#]", url.partition("//")[2], maxsplit=1)[0]
    if parts.auth is not None or "@" in authority:
        raise FetchRefused(_("The address must not hold a user name or password"))
    return parts


def _resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host, IPv4 first because not every server has IPv6. The system's resolver sets the time limit."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        ending = f".{host.rpartition('.')[2]}"
        if ending in MADE_UP:
            raise MadeUp(
                _(
                    "“{host}” is a made-up name, as all are that end in {ending}: nothing is there to fetch",
                    host=host,
                    ending=ending,
                )
            ) from None
        raise NoAnswer(_("There is no host named “{host}”", host=host)) from None
    addresses = {_unmapped(ipaddress.ip_address(entry[4][0])): None for entry in found}
    return sorted(addresses, key=lambda address: address.version)


def _unmapped(address: Address) -> Address:
    return (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address


def _is_public(address: Address) -> bool:
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    special = address.is_multicast or address.is_reserved or site_local or any(address in network for network in _TRANSLATED)
    return address.is_global and not special


def _is_internal(address: Address) -> bool:
    """Whether a listed name may lead here: public or private, never this machine, link-local, multicast or unspecified."""
    if _is_public(address):
        return True
    elsewhere = (
        address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast or address.is_reserved
    )
    return address.is_private and not elsewhere


def _ascii(host: str) -> str:
    """A host name in the one form names are compared in: lower-case, Å Ä Ö as in DNS, no final dot."""
    plain = host.strip().lower().rstrip(".")
    try:
        return plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain


def _shown(ports: Collection[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))
