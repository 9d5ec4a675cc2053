"""What a procedure asks of a vote, in words: each thing with the part of the procedure it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from models.procedure import EndorsementSource, Sourced, Threshold, VoteRule
from outputs.wording.amounts import threshold
from outputs.wording.captions import caption
from outputs.wording.language import Language, mark, translate
from outputs.wording.names import said

_QUORUM = mark("Họp được khi có mặt %(share)s.")
_PARTICIPATION = mark("Biểu quyết có giá trị khi bỏ phiếu %(share)s.")
_MAJORITY = mark("Thông qua khi tán thành %(share)s.")
_UNANIMITY = mark("Thông qua khi nhất trí: %(share)s tán thành.")
_CASTING_VOTE = mark("Số phiếu tán thành và không tán thành bằng nhau thì theo phiếu của chủ tọa.")
_VETOES = {
    "any": mark("Một phiếu không tán thành là đủ để không thông qua."),
    "chair": mark("Chủ tọa không tán thành thì không thông qua."),
}
_INTEREST = mark("Người %(relations)s: %(treatment)s.")
_LEAST = mark("Tổng số phải có ít nhất %(amount)s người; ít hơn thì cấp ủy cấp trên xét.")
_ATTEMPTS = mark("Biểu quyết nhiều nhất %(amount)s lần.")
_PROXIES = mark(
    "Biểu quyết công khai được ủy quyền: mỗi người có mặt bỏ phiếu thay nhiều nhất %(amount)s người vắng mặt."
)
_WAY = mark("%(way)s: tán thành %(share)s.")
_WAY_UNANIMITY = mark("%(way)s: nhất trí, %(share)s tán thành.")


def asked_of_a_vote(vote: VoteRule, language: Language) -> Iterator[tuple[Sourced, str]]:
    """Yield each thing a body's vote must meet, in the order in which it is weighed."""

    def say(text: str, **figures: object) -> str:
        return translate(text, language) % figures

    def share(given: Threshold) -> str:
        return threshold(given, language, vote.roll)

    yield vote.quorum, say(_QUORUM, share=share(vote.quorum))
    if vote.participation is not None:
        yield vote.participation, say(_PARTICIPATION, share=share(vote.participation))
    carried = _UNANIMITY if vote.majority.is_unanimity else _MAJORITY
    yield vote.majority, say(carried, share=share(vote.majority))
    if vote.casting_vote is not None:
        yield vote.casting_vote, say(_CASTING_VOTE)
    if vote.veto is not None:
        yield vote.veto, say(_VETOES[vote.veto.by])
    for one in vote.interests:
        relations = ", ".join(caption("relation", each, language) for each in one.relations)
        yield (
            one,
            say(_INTEREST, relations=relations, treatment=caption("treatment", one.treatment, language)),
        )
    if vote.proxies is not None:
        yield vote.proxies, say(_PROXIES, amount=vote.proxies.amount)
    if vote.least_roll is not None:
        yield vote.least_roll, say(_LEAST, amount=vote.least_roll.amount)
    if vote.attempts is not None:
        yield vote.attempts, say(_ATTEMPTS, amount=vote.attempts.amount)


def asked_of_a_way(way: EndorsementSource, language: Language) -> Iterator[tuple[Sourced, str]]:
    """Yield the majority by which a body endorses; nothing where one member does."""
    if way.majority is not None:
        text = _WAY_UNANIMITY if way.majority.is_unanimity else _WAY
        figures = {"way": said(way.title, language), "share": threshold(way.majority, language)}
        yield way.majority, translate(text, language) % figures
