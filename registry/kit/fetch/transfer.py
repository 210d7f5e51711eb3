"""The transfer itself: connected to the checked address, bounded in time, size and redirects.

requests-hardened pins the address too, but it knows no allow-list, and a municipality's own APIs live on private addresses;
so the pin is set here, through the same hook of requests.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from registry.core.text import text as _
from registry.kit.fetch.addresses import AllowList, FetchRefused, NoAnswer, NotNow, Target, admit

MAX_BYTES = 20_000_000
TIMEOUT = 30.0
MAX_REDIRECTS = 5
LONGEST_WAIT = 7 * 86_400.0
"""Seconds: no host is left alone for longer, whatever it asks."""

USER_AGENT = "digital-legacy-registry"

_CONNECT_TIMEOUT = 5.0
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})  # 203: a proxy on the way changed something
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Known:
    """What an address gave the last time, as it named it then: entity tag and time of change."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the URL after redirects, the body and the headers (their names in any case).

    `unchanged` means that what was known still holds (304), and the body is empty.
    """

    url: str
    data: bytes
    headers: Mapping[str, str]
    unchanged: bool = False

    @property
    def known(self) -> Known:
        """What to ask with the next time."""
        return Known(self.headers.get("ETag"), self.headers.get("Last-Modified"))


NOTHING = Known()


def fetch(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT,
    known: Known = NOTHING,
    allowed_hosts: Collection[str] = (),
    ca_bundle: str | None = None,
) -> Fetched:
    """Fetch `url` by GET, in at most `timeout` seconds and `max_bytes` bytes, both over all redirects and after
    decompression. Where the address tells that what is `known` still holds, no body is sent.

    `allowed_hosts` are the hosts of the own network an administrator lets through (see AllowList); `ca_bundle` is a file of
    certificates to trust instead of the public ones. Nothing is taken from the environment: no proxy, no stored
    credentials. Raises FetchRefused.
    """
    allowed = AllowList.of(allowed_hosts)
    with _time_limit(timeout) as limit:
        target = admit(url, allowed)
        for _hop in range(MAX_REDIRECTS + 1):
            with _response(target, known, ca_bundle, limit) as response:
                if response.status_code == _NOT_MODIFIED and known.headers:
                    return Fetched(target.url, b"", response.headers, unchanged=True)
                if response.status_code not in _REDIRECTS:
                    return _taken(response, target, max_bytes, limit)
                target = _redirected(response, target, allowed)
    raise FetchRefused(_("The address redirects more than {most} times", most=MAX_REDIRECTS))


class _TimeLimit:
    """Cuts the connection when time is out; a socket's own timeout starts anew with each byte that trickles in."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.out = threading.Event()
        self._ends = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def left(self) -> float:
        """Seconds left; FetchRefused when there are none."""
        left = self._ends - time.monotonic()
        if self.out.is_set() or left <= 0:
            raise NoAnswer(_("The answer took longer than {seconds} seconds", seconds=self.seconds))
        return left

    def watch(self, connected: socket.socket) -> None:
        with self._lock:
            self._socket = connected
        if self.out.is_set():
            self.cut()

    def cut(self) -> None:
        self.out.set()
        with self._lock:
            if self._socket is None:
                return
            try:
                # The plain socket's method: that of a TLS socket would also drop the encryption under a reader's feet.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # closed already


@contextmanager
def _time_limit(seconds: float) -> Iterator[_TimeLimit]:
    limit = _TimeLimit(seconds)
    timer = threading.Timer(seconds, limit.cut)
    timer.daemon = True
    timer.start()
    try:
        yield limit
    finally:
        timer.cancel()


class _PinnedAdapter(HTTPAdapter):
    """Connects to one checked address while the request and the certificate still speak of the host."""

    def __init__(self, target: Target, address: str, watch: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._target, self._address, self._watch = target, address, watch

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[Any, Any]:
        """The pool for the checked address; a hook requests offers for this."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = self._target.host.strip("[]")
        checked = {"server_hostname": name, "assert_hostname": name} if self._target.scheme == "https" else {}
        return {**host, "host": self._address}, {**pool, **checked}

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """A pool whose connections tell the time limit about their socket."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self._watch)
        return pool


def _watched(connection: Any, watch: Callable[[socket.socket], None]) -> Any:
    class Watched(connection):  # type: ignore[misc] # plain or TLS, as the pool has it
        def connect(self: HTTPConnection) -> None:
            connection.connect(self)
            watch(self.sock)

    return Watched


@contextmanager
def _response(target: Target, known: Known, ca_bundle: str | None, limit: _TimeLimit) -> Iterator[requests.Response]:
    """The response of the first of the target's addresses that can be reached, closed at the end.

    Sent through the adapter itself: a requests session reads the whole body of a redirect, however large, and the
    environment's settings.
    """
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    headers |= {"Host": urlsplit(target.url).netloc, **known.headers}
    request = requests.Request("GET", target.url, headers).prepare()
    for address in target.addresses:
        with closing(_PinnedAdapter(target, address, limit.watch)) as adapter:
            response = _sent(adapter, request, ca_bundle, limit)
            if response is not None:
                with closing(response):
                    yield response
                return
    raise NoAnswer(_("“{host}” does not answer", host=target.host))


def _sent(
    adapter: HTTPAdapter, request: requests.PreparedRequest, ca_bundle: str | None, limit: _TimeLimit
) -> requests.Response | None:
    """The response by this adapter, None when its address does not answer."""
    left = limit.left()
    try:
        return adapter.send(request, stream=True, timeout=(min(_CONNECT_TIMEOUT, left), left), verify=ca_bundle or True)
    except requests.exceptions.SSLError:
        raise FetchRefused(_("The certificate of “{url}” cannot be trusted", url=request.url)) from None
    except (requests.RequestException, HTTPError):
        limit.left()
        return None


def _redirected(response: requests.Response, target: Target, allowed: AllowList) -> Target:
    location = response.headers.get("Location")
    if not location:
        raise FetchRefused(_("“{host}” redirects to nowhere", host=target.host))
    try:
        onward = admit(urljoin(target.url, location), allowed)
    except ValueError:
        raise FetchRefused(_("“{host}” redirects to what is not a web address", host=target.host)) from None
    if target.scheme == "https" and onward.scheme == "http":
        raise FetchRefused(_("“{host}” redirects from https to unprotected http", host=target.host))
    return onward


def _taken(response: requests.Response, target: Target, max_bytes: int, limit: _TimeLimit) -> Fetched:
    status = response.status_code
    if status not in _WHOLE:
        message = _("“{host}” answers {status} instead of the document", host=target.host, status=status)
        wait = _wait(response.headers.get("Retry-After"))
        raise NotNow(message, wait) if wait is not None else FetchRefused(message)
    return Fetched(target.url, _body(response, target, max_bytes, limit), response.headers)


def _wait(retry_after: str | None) -> float | None:
    """The seconds that Retry-After asks for, as a number or as a time; None when it asks for nothing."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return min(float(retry_after), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _body(response: requests.Response, target: Target, max_bytes: int, limit: _TimeLimit) -> bytes:
    """The whole body, decompressed; given up as soon as it passes the limit, whatever the headers promised."""
    body = bytearray()
    try:
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > max_bytes:
                raise FetchRefused(_("The document is larger than {most} bytes", most=max_bytes))
    except (requests.RequestException, HTTPError, OSError):
        limit.left()
        raise FetchRefused(_("“{host}” broke off in the middle of the document", host=target.host)) from None
    limit.left()  # a body without a stated length ends silently when it is cut
    return bytes(body)
