"""Fetching from real servers on this machine, let through by the allow-list, and refusals of everything that leads inwards."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from registry.kit.fetch import LONGEST_WAIT, FetchRefused, Known, MadeUp, NoAnswer, NotNow, fetch
from registry.kit.fetch.addresses import AllowList, Target, _is_public, admit

HERE = ("127.0.0.1",)
NOBODY = AllowList.of(())
DAY = "Wed, 21 Oct 2026 07:28:00 GMT"


class Answers(BaseHTTPRequestHandler):
    """One behaviour per path."""

    protocol_version = "HTTP/1.1"

    @property
    def stop(self) -> threading.Event:
        return self.server.stop  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/").split("?")[0].replace("-", "_"))()

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def document(self) -> None:
        self.reply(b"openapi: 3.0.3", Content_Type="application/yaml", ETag='"v1"')

    def conditional(self) -> None:
        known = self.headers.get("If-None-Match") == '"v1"'
        self.reply(b"" if known else b"new", 304 if known else 200, ETag='"v1"')

    def dated(self) -> None:
        known = self.headers.get("If-Modified-Since") == DAY
        self.reply(b"" if known else b"new", 304 if known else 200, Last_Modified=DAY)

    def not_modified(self) -> None:
        self.reply(b"", 304)

    def busy(self) -> None:
        self.reply(b"", 503, Retry_After="120")

    def busy_until(self) -> None:
        self.reply(b"", 429, Retry_After="Wed, 01 Jan 2200 00:00:00 GMT")

    def busy_somehow(self) -> None:
        self.reply(b"", 503, Retry_After="soon")

    def headers_sent(self) -> None:
        self.reply(str(self.headers).encode())

    def missing(self) -> None:
        self.reply(b"no such thing", 404)

    def to_document(self) -> None:
        self.reply(b"", 302, Location="/document")

    def to_private(self) -> None:
        self.reply(b"", 302, Location="http://10.0.0.1/secret")

    def to_metadata(self) -> None:
        self.reply(b"", 307, Location="http://169.254.169.254/latest/meta-data/")

    def to_unprotected(self) -> None:
        self.reply(b"", 302, Location="http://127.0.0.1/")

    def to_file(self) -> None:
        self.reply(b"", 302, Location="file:///etc/passwd")

    def to_nowhere(self) -> None:
        self.reply(b"", 302)

    def to_nonsense(self) -> None:
        self.reply(b"", 302, Location="http://[::1")

    def to_itself(self) -> None:
        self.reply(b"", 302, Location="/to-itself")

    def huge(self) -> None:
        self.send_response(200)
        self.pour()

    def pour(self) -> None:
        self.end_headers()
        self.close_connection = True
        while not self.stop.is_set():
            try:
                self.wfile.write(b"x" * 65_536)
            except OSError:
                return

    def bomb(self) -> None:
        self.reply(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def zipped(self) -> None:
        self.reply(gzip.compress(b"small"), Content_Encoding="gzip")

    def to_huge(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/document")
        self.pour()

    def broken_zip(self) -> None:
        self.reply(b"not gzip at all", Content_Encoding="gzip")

    def short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip()

    def trickling_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def drip(self) -> None:
        self.close_connection = True
        while not self.stop.wait(0.05):
            try:
                self.wfile.write(b".")
            except OSError:
                return

    def log_message(self, *_: Any) -> None:
        """Keep the test output clean."""


class Server(ThreadingHTTPServer):
    """Clients that hang up are what these tests are about, so they are not reported."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.stop = threading.Event()

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    with Server() as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_port
        server.stop.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with key and certificate of api.kommun.example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.kommun.example")])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("api.kommun.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "api.pem"
    path.write_bytes(private + built.public_bytes(pem))
    return path


@pytest.fixture
def secure_port(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    resolve_to(monkeypatch, "127.0.0.1")
    with running(tls) as port:
        yield port


def refusal(url: str, **options: Any) -> str:
    with pytest.raises(FetchRefused) as refused:
        fetch(url, **options)
    return str(refused.value.message)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name resolve to these addresses; returns the hosts asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            asked.append(host)
            return [real(address, port, *args, **options)[0] for address in addresses]
        return real(host, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_document_comes_with_its_type_and_etag(server: str) -> None:
    got = fetch(f"{server}/document", allowed_hosts=HERE)
    assert (got.data, got.headers["content-type"], got.known) == (b"openapi: 3.0.3", "application/yaml", Known('"v1"'))


def test_an_unchanged_document_is_not_sent_again(server: str) -> None:
    got = fetch(f"{server}/conditional", allowed_hosts=HERE, known=Known('"v1"'))
    assert (got.unchanged, got.data) == (True, b"")


def test_a_document_that_is_not_newer_is_not_sent_again(server: str) -> None:
    first = fetch(f"{server}/dated", allowed_hosts=HERE)
    assert (first.data, first.unchanged) == (b"new", False)
    assert fetch(f"{server}/dated", allowed_hosts=HERE, known=first.known).unchanged


def test_an_answer_that_nothing_has_changed_counts_only_when_something_was_known(server: str) -> None:
    assert "answers 304" in refusal(f"{server}/not-modified", allowed_hosts=HERE)


def test_a_host_that_asks_for_time_says_how_long(server: str) -> None:
    for path, seconds in (("busy", 120), ("busy-until", LONGEST_WAIT)):
        with pytest.raises(NotNow, match="instead of the document") as told:
            fetch(f"{server}/{path}", allowed_hosts=HERE)
        assert told.value.seconds == seconds


def test_a_time_to_wait_that_nobody_understands_is_passed_over(server: str) -> None:
    with pytest.raises(FetchRefused) as told:
        fetch(f"{server}/busy-somehow", allowed_hosts=HERE)
    assert not isinstance(told.value, NotNow)


def test_a_silent_host_is_told_from_a_missing_document(server: str) -> None:
    with pytest.raises(NoAnswer):
        fetch(f"{server}/trickle", allowed_hosts=HERE, timeout=0.3)
    with pytest.raises(FetchRefused) as told:
        fetch(f"{server}/missing", allowed_hosts=HERE)
    assert not isinstance(told.value, NoAnswer)


def test_a_redirect_is_followed_and_the_final_address_told(server: str) -> None:
    got = fetch(f"{server}/to-document", allowed_hosts=HERE)
    assert (got.url, got.data) == (f"{server}/document", b"openapi: 3.0.3")


def test_the_body_of_a_redirect_is_never_read(server: str) -> None:
    assert fetch(f"{server}/to-huge", allowed_hosts=HERE, timeout=2).data == b"openapi: 3.0.3"


def test_a_compressed_document_is_unpacked(server: str) -> None:
    assert fetch(f"{server}/zipped", allowed_hosts=HERE).data == b"small"


def test_the_host_is_named_in_the_request_though_the_connection_goes_to_the_address(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    port = server.rpartition(":")[2]
    got = fetch(f"http://api.kommun.example:{port}/headers-sent", allowed_hosts=HERE)
    assert f"Host: api.kommun.example:{port}" in got.data.decode()


def test_the_name_is_resolved_once_so_that_it_cannot_lead_elsewhere_after_the_check(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolve_to(monkeypatch, "127.0.0.1")
    fetch(f"http://rebinding.example:{server.rpartition(':')[2]}/document", allowed_hosts=HERE)
    assert asked == ["rebinding.example"]


def test_the_next_address_is_tried_when_the_first_does_not_answer(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "127.0.0.2", "127.0.0.1")
    url = f"http://two.example:{server.rpartition(':')[2]}/document"
    assert fetch(url, allowed_hosts=("127.0.0.0/8",)).data


def test_the_certificate_is_checked_against_the_name_though_the_connection_goes_to_the_address(
    secure_port: int, certificate: Path
) -> None:
    url = f"https://api.kommun.example:{secure_port}/document"
    assert fetch(url, allowed_hosts=HERE, ca_bundle=str(certificate)).data


def test_a_certificate_of_another_host_or_an_unknown_signer_is_refused(secure_port: int, certificate: Path) -> None:
    wrong_host, unknown = f"https://other.kommun.example:{secure_port}/", f"https://api.kommun.example:{secure_port}/"
    assert "cannot be trusted" in refusal(wrong_host, allowed_hosts=HERE, ca_bundle=str(certificate))
    assert "cannot be trusted" in refusal(unknown, allowed_hosts=HERE)


def test_a_redirect_from_https_to_http_is_refused(secure_port: int, certificate: Path) -> None:
    url = f"https://api.kommun.example:{secure_port}/to-unprotected"
    assert "to unprotected http" in refusal(url, allowed_hosts=HERE, ca_bundle=str(certificate))


def test_an_answer_that_trickles_over_tls_is_cut_when_the_time_is_out(secure_port: int, certificate: Path) -> None:
    url = f"https://api.kommun.example:{secure_port}/trickle"
    assert "took longer" in refusal(url, allowed_hosts=HERE, ca_bundle=str(certificate), timeout=0.3)


def test_nothing_is_taken_from_the_environment(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetch(f"{server}/document", allowed_hosts=HERE).data


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("to-private", "“10.0.0.1” does not lead to a public address"),
        ("to-metadata", "“169.254.169.254” does not lead to a public address"),
        ("to-file", "must begin with https:// or http://"),
        ("to-nowhere", "redirects to nowhere"),
        ("to-nonsense", "not a web address"),
        ("to-itself", "redirects more than 5 times"),
        ("missing", "answers 404 instead of the document"),
        ("short", "broke off in the middle"),
        ("broken-zip", "broke off in the middle"),
    ],
)
def test_a_server_that_misbehaves_is_refused_with_what_it_did(server: str, path: str, message: str) -> None:
    assert message in refusal(f"{server}/{path}", allowed_hosts=HERE)


@pytest.mark.parametrize("path", ["huge", "bomb"])
def test_a_body_is_given_up_when_it_passes_the_size_limit_also_after_unpacking(server: str, path: str) -> None:
    assert "larger than 1000000 bytes" in refusal(f"{server}/{path}", allowed_hosts=HERE, max_bytes=1_000_000)


@pytest.mark.parametrize("path", ["trickle", "trickling-headers"])
def test_an_answer_that_trickles_is_cut_when_the_time_is_out(server: str, path: str) -> None:
    assert "took longer than 0.3 seconds" in refusal(f"{server}/{path}", allowed_hosts=HERE, timeout=0.3)


def test_a_closed_port_does_not_answer() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert "does not answer" in refusal(f"http://127.0.0.1:{port}/", allowed_hosts=HERE)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fd00:ec2::254]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://192.0.0.8/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://１２７.0.0.1/",
    ],
)
def test_an_address_that_leads_inwards_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(FetchRefused, match=r"public address|not a web address|no host named"):
        admit(url, NOBODY)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/", "must begin with https:// or http://"),
        ("file:///etc/passwd", "must begin with https:// or http://"),
        ("gopher://example.org/", "must begin with https:// or http://"),
        ("example.org/openapi.yaml", "must begin with https:// or http://"),
        ("", "must begin with https:// or http://"),
        ("http://", "not a web address"),
        ("http:///x", "not a web address"),
        ("http://user:secret@93.184.215.14/", "user name or password"),
        ("http://@93.184.215.14/", "user name or password"),
        ("http://93.184.215.14\\@127.0.0.1/", "backslash"),
        ("http://93.184.215.14/a b", "a space"),
        ("http://93.184.215.14/\r\nX: y", "cannot be shown"),
        ("http://93.184.215.14:25/", "Port 25 is not fetched from"),
        ("http://93.184.215.14:99999/", "not a web address"),
        ("http://93.184.215.14/" + "x" * 3000, "longer than 2048"),
    ],
)
def test_an_address_that_should_not_be_fetched_is_refused_with_the_reason(url: str, message: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        admit(url, NOBODY)
    assert message in str(refused.value.message)


def test_an_unknown_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "There is no host named “api.kommun.se”" in refusal("https://api.kommun.se/")
    with pytest.raises(MadeUp, match=r"“api\.kommun\.example” is a made-up name, as all are that end in \.example"):
        admit("https://api.kommun.example/", NOBODY)


def test_public_addresses_are_kept_in_order_ipv4_first_without_the_private_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "2606:4700::1", "10.0.0.1", "93.184.215.14")
    assert admit("https://api.example/x", NOBODY) == Target(
        "https://api.example/x", "https", "api.example", 443, ("93.184.215.14", "2606:4700::1")
    )


@pytest.mark.parametrize(
    "entry", ["api.intern.kommun.se", "*.intern.kommun.se", "API.Intern.Kommun.SE.", "10.0.0.0/8", "10.0.0.1"]
)
def test_an_administrator_can_let_a_host_of_the_own_network_through_on_any_port(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "10.0.0.1")
    assert admit("http://api.intern.kommun.se:9443/", AllowList.of([entry])).addresses == ("10.0.0.1",)


@pytest.mark.parametrize("entry", ["intern.kommun.se", "*.kommun.example", "10.1.0.0/16", "*"])
def test_an_entry_lets_nothing_else_through(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "10.0.0.1")
    with pytest.raises(FetchRefused, match="public address"):
        admit("http://api.intern.kommun.se/", AllowList.of([entry]))


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1"])
def test_a_listed_name_cannot_be_moved_to_this_machine_or_the_metadata_service(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, address)
    with pytest.raises(FetchRefused, match="public address"):
        admit("http://api.intern.kommun.se/", AllowList.of(["api.intern.kommun.se"]))


def test_a_host_with_swedish_letters_is_listed_as_people_write_it(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "10.0.0.1")
    assert admit("http://api.växjö.example/", AllowList.of(["api.Växjö.example"])).host == "api.xn--vxj-qla6g.example"


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert _is_public(ipaddress.ip_address(address))
