"""An authority of our own for one test run: certificates, key files, a time-stamp server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "mưa đầu mùa"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Held:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: PrivateKey

    def in_file(self, passphrase: str = PASSPHRASE) -> bytes:
        """The two as a PKCS#12 file."""
        locked = serialization.BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"", self.key, self.certificate, None, locked)

    @property
    def der(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.DER)


class Authority:
    """One that vouches for people and for times."""

    def __init__(self, name: str = "CA thử nghiệm") -> None:
        """Vouch for itself."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.own = Held(_certificate(name, self._key, name, self._key, ca=True), self._key)
        self.name = name

    def person(
        self,
        name: str,
        *,
        size: int = 0,
        signs: bool = True,
        since: datetime = SINCE,
        until: datetime = UNTIL,
    ) -> Held:
        """Somebody with a certificate, on a curve or of an RSA size, to sign with or to read mail."""
        key: PrivateKey = ec.generate_private_key(ec.SECP256R1())
        if size:
            key = rsa.generate_private_key(65537, size)
        made = _certificate(name, key, self.name, self._key, signs=signs, since=since, until=until)
        return Held(made, key)

    @cached_property
    def clock(self) -> Held:
        """The key of the time-stamp server, which signs with RSA alone."""
        key = rsa.generate_private_key(65537, 2048)
        return Held(_certificate("Dấu thời gian", key, self.name, self._key, stamps=True), key)

    def trusted_in(self, folder: Path) -> Path:
        """The folder, with the authority's certificate in it."""
        folder.mkdir(exist_ok=True)
        pem = self.own.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / "ca.pem").write_bytes(pem)
        return folder

    @contextmanager
    def stamping(self, at: datetime, *, answers: bytes | None = None) -> Iterator[str]:
        """A time-stamp server whose clock stands still; with `answers` it says that to everybody."""
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(self.clock.der),
            asn1_keys.PrivateKeyInfo.load(_plain(self.clock.key)),
            fixed_dt=at,
        )

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                answer = answers
                if answer is None:
                    request = tsp.TimeStampReq.load(asked)
                    answer = asyncio.run(stamper.async_request_tsa_response(request)).dump()
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:  # noqa: ANN401 -- as the library calls it
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()


def _certificate(  # noqa: PLR0913 -- all that a certificate may differ in
    name: str, key: PrivateKey, issuer: str, issuing: ec.EllipticCurvePrivateKey, *, ca: bool = False,
    signs: bool = True, stamps: bool = False, since: datetime = SINCE, until: datetime = UNTIL,
) -> x509.Certificate:  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=signs and not ca, content_commitment=signs and not ca, key_encipherment=not signs,
        data_encipherment=False, key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False
        )
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuing, hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _plain(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
