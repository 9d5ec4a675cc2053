"""Keys on PKCS#11 tokens: they sign inside the token and never leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pkcs11 import Attribute, ObjectClass, Session
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from models.errors import Malformed, OutsideFailure
from outputs.signatures.parts import Token


@contextmanager
def opened(token: Token) -> Iterator[tuple[PKCS11Signer, x509.Certificate]]:
    """Open a token for one signature; yield what signs with it, and its certificate.

    Raises `Malformed` for a wrong PIN or a token without a key, `OutsideFailure` where it does not answer.
    """
    try:
        session = open_pkcs11_session(
            str(token.library), slot_no=token.slot, token_criteria=TokenCriteria(), user_pin=token.pin
        )
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise Malformed("signature.pin", field="passphrase") from None
    except pkcs11.PinLocked:
        raise Malformed("signature.pin_locked", field="passphrase") from None
    except (pkcs11.PKCS11Error, OSError, RuntimeError) as failed:
        raise OutsideFailure("signature.token", reason=type(failed).__name__) from failed
    try:
        with session:
            yield _signer(session)
    except pkcs11.PKCS11Error as failed:
        raise OutsideFailure("signature.token", reason=type(failed).__name__) from failed


def _signer(session: Session) -> tuple[PKCS11Signer, x509.Certificate]:
    """Return a signer with the one key on the token that has a certificate."""
    certificates = {
        bytes(one[Attribute.ID]): bytes(one[Attribute.VALUE])
        for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    }
    for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}):
        mark = bytes(key[Attribute.ID])
        if mark in certificates:
            certificate = x509.load_der_x509_certificate(certificates[mark])
            # Not every token hashes for a key on a curve; every one signs a hash made here.
            is_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
            signer = PKCS11Signer(
                session, key_id=mark, cert_id=mark, other_certs_to_pull=None, use_raw_mechanism=is_curve
            )
            return signer, certificate
    raise Malformed("signature.key_empty", field="key")
