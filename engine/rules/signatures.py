"""Signatures: a made document is signed once, as it lies in the archive, by whom it names as its signer."""

from __future__ import annotations

from engine.rules.given import Due, Facts
from models.commands import SignDocument
from models.events import DocumentSigned
from models.requirements import Requirement
from models.state import DossierState

_SOURCE = "Văn bản do cấp ủy ban hành, bí thư ký thay mặt"

Commands = SignDocument
Events = DocumentSigned


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Ask that the document was made under a number of that body, is whole, and awaits its signature."""
    due, figures = facts.due, {"document": command.document}
    return (
        Requirement(
            rule="signature.numbered", source=_SOURCE, figures=figures,
            met=due is not None and due.is_issued and due.number is not None and due.unit == command.unit,
        ),
        Requirement(
            rule="signature.same_file", source=_SOURCE, figures=figures,
            met=due is not None and due.pdf_sha256 == command.before_sha256 != command.after_sha256,
        ),
        Requirement(
            rule="signature.not_signed", source=_SOURCE, figures=figures,
            met=due is None or not due.is_signed,
        ),
        Requirement(
            rule="signature.newest", source=_SOURCE, figures=figures,
            met=due is None or not due.is_replaced,
        ),
        _signer(due, facts),
    )  # fmt: skip


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return that the document was signed."""
    if facts.due is None or facts.actor is None:
        raise AssertionError(command.document)  # both are required
    return [
        DocumentSigned(
            enclosure=facts.enclosure, checked=checked, document=command.document, form=facts.due.form,
            unit=command.unit, person=facts.actor, before_sha256=command.before_sha256,
            after_sha256=command.after_sha256, issuer=command.issuer, serial=command.serial,
            signed_at=command.signed_at, timestamped_at=command.timestamped_at, level=command.level,
            visible=command.visible,
        )
    ]  # fmt: skip


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state unchanged: what is signed was decided before."""
    return state


def _signer(due: Due | None, facts: Facts) -> Requirement:
    """Ask for the very person whose name is printed under the document."""
    signer = "" if due is None or due.signer is None else due.signer
    return Requirement(
        rule="signature.signer", source=_SOURCE, figures={"person": signer},
        met=facts.actor is not None and facts.actor == signer,
    )  # fmt: skip
