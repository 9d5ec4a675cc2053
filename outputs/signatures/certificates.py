"""What a certificate says, and whether documents may be signed with it on a day."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from models.errors import Malformed
from outputs.signatures.parts import Certificate

_LEAST_RSA_BITS = 2048
"""Source: ETSI TS 119 312, RSA below 2048 bits is not for signatures any more."""
_LONGEST_NAME, _LONGEST_SERIAL = 900, 64
"""Signs; an honest name has a hundred, a serial at most forty. Source: RFC 5280, 4.1.2.2."""
_SHORT = {
    NameOID.COMMON_NAME: "CN", NameOID.ORGANIZATION_NAME: "O", NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.COUNTRY_NAME: "C", NameOID.LOCALITY_NAME: "L", NameOID.STATE_OR_PROVINCE_NAME: "ST",
    NameOID.USER_ID: "UID", NameOID.EMAIL_ADDRESS: "E", NameOID.TITLE: "T", NameOID.SERIAL_NUMBER: "SN",
}  # fmt: skip


def read(der: bytes) -> Certificate:
    """Return what a certificate says; raises `Malformed` for what is none."""
    try:
        return described(x509.load_der_x509_certificate(der))
    except ValueError as broken:
        raise Malformed("signature.certificate_broken") from broken


def described(certificate: x509.Certificate) -> Certificate:
    """Return what a certificate says."""
    return Certificate(
        name=_common_name(certificate.subject),
        subject=_line(certificate.subject),
        issuer=_line(certificate.issuer),
        serial=f"{abs(certificate.serial_number):x}"[-_LONGEST_SERIAL:],
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def issuer_name(certificate: x509.Certificate) -> str:
    """Return what the authority that issued a certificate is called."""
    return _common_name(certificate.issuer)


def refuse_unfit(certificate: x509.Certificate, at: datetime) -> None:
    """Raise `Malformed` unless documents may be signed with a certificate at an instant."""
    said = described(certificate)
    if at > said.valid_until:
        raise Malformed("signature.expired", name=said.name, until=said.valid_until.date().isoformat())
    if at < said.valid_from:
        raise Malformed("signature.not_yet", name=said.name, since=said.valid_from.date().isoformat())
    if not (_is_for_signing(certificate) and _is_strong(certificate)):
        raise Malformed("signature.unfit", name=said.name)


def _is_for_signing(certificate: x509.Certificate) -> bool:
    for extension in certificate.extensions:
        match extension.value:
            case x509.BasicConstraints(ca=True):
                return False
            case x509.KeyUsage(digital_signature=signs, content_commitment=commits):
                if not (signs or commits):
                    return False
    return True


def _is_strong(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= _LEAST_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey)


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return _plain(found[-1].value)[:_LONGEST_NAME] if found else _line(name)


def _line(name: x509.Name) -> str:
    """Return a distinguished name as one line, the common name first."""
    parts = [
        f"{_SHORT.get(one.oid, one.oid.dotted_string)}={_plain(one.value)}"
        for relative in reversed(name.rdns)
        for one in relative
    ]
    return ", ".join(parts)[:_LONGEST_NAME] or "–"


def _plain(value: str | bytes) -> str:
    text = value.hex() if isinstance(value, bytes) else value
    return "".join(one if one.isprintable() else "?" for one in text)
