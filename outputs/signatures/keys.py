"""Keys in PKCS#12 files: opened for one signature and forgotten."""

from __future__ import annotations

import unicodedata
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from models.errors import Malformed
from outputs.signatures.parts import KeyFile

_LARGEST = 64 * 1024
"""Bytes of a key file; one with its whole chain has some eight thousand."""


def opened(key: KeyFile) -> tuple[SimpleSigner, x509.Certificate]:
    """Return what signs with a key, and its certificate; raises `Malformed` for what cannot be opened."""
    if len(key.content) > _LARGEST:
        raise Malformed("signature.key_broken", field="key")
    try:
        pkcs12.load_pkcs12(key.content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as refused:
        if "deserialize" in str(refused) or not key.content:
            raise Malformed("signature.key_broken", field="key") from None
    found = _unlocked(key)
    private, certificate = found.key, found.cert
    if private is None or certificate is None:
        raise Malformed("signature.key_empty", field="key")
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Malformed("signature.unfit", name=certificate.certificate.subject.rfc4514_string())
    chain = [one.certificate for one in found.additional_certs]
    return _signer(private, certificate.certificate, chain), certificate.certificate


def _unlocked(key: KeyFile) -> pkcs12.PKCS12KeyAndCertificates:
    """Open the file with the passphrase as it was typed, or composed as most programs write it."""
    for passphrase in dict.fromkeys((key.passphrase, unicodedata.normalize("NFC", key.passphrase))):
        try:
            return pkcs12.load_pkcs12(key.content, passphrase.encode())
        except UnsupportedAlgorithm:
            raise Malformed("signature.key_broken", field="key") from None
        except ValueError:
            continue
    raise Malformed("signature.passphrase", field="passphrase") from None


def _signer(private: Any, certificate: x509.Certificate, chain: list[x509.Certificate]) -> SimpleSigner:  # noqa: ANN401 -- either kind of private key
    store = SimpleCertificateStore()
    store.register_multiple([_as_asn1(one) for one in chain])
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=_as_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
        embed_roots=False,
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
