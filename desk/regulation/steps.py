"""What a procedure orders, step by step, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.procedure import (
    Addressee,
    Caption,
    Lead,
    Procedure,
    Required,
    RequiredAge,
    RequiredEducation,
    RequiredFreshPapers,
    RequiredMentorship,
    RequiredOutcome,
    RequiredPaper,
    RequiredReports,
    Sourced,
    Stage,
    Step,
)
from outputs.wording import Language, Names, caption
from outputs.wording.amounts import age, length
from outputs.wording.language import mark, translate
from outputs.wording.names import said
from outputs.wording.voting import asked_of_a_vote, asked_of_a_way

_MENTOR_CANDIDATES = mark("Một người giúp đỡ cùng lúc nhiều nhất %(amount)s người.")
_ROUNDS = mark("Trả hồ sơ để bổ sung nhiều nhất %(amount)s lần.")
_ANSWER = mark("Trả lời bổ sung trong %(length)s.")
_TOGETHER = mark(
    "Chuyển đơn vị: người giúp đỡ mới theo dõi ít nhất %(months)s tháng trước khi chi bộ mới xét."
)
_VERIFY = mark("Chuyển đơn vị: thẩm tra lại nếu đã quá %(length)s.")
_PAPER = mark("Phải có %(paper)s.")
_FRESH = mark("Giấy không quá %(length)s: %(papers)s.")
_ABOVE = mark("Quá tuổi ấy cần có %(paper)s.")
_MENTORED = mark("Được giúp đỡ ít nhất %(months)s tháng.")
_REPORTS = mark("Người giúp đỡ đã báo cáo ít nhất %(count)s lần.")
_OUTCOME = mark("Bước “%(step)s” phải có kết quả: %(outcome)s.")
_EDUCATION = mark("Trình độ ít nhất: %(level)s.")
_UNLESS = mark("Trường hợp khác cần có %(paper)s.")
_ASSIGNS = mark("Chọn %(role)s là đảng viên chính thức, nhiều nhất %(amount)s người một lúc.")
_ACQUAINTED = mark("Cùng công tác hoặc sinh hoạt ít nhất %(length)s.")
_REPORTS_EVERY = mark("Báo cáo mỗi %(length)s một lần.")
_REPORTS_APART = mark("Hai lần báo cáo cách nhau ít nhất %(length)s.")
_WAIT = mark("Chờ %(length)s.")
_WAIT_FROM = mark("Chờ %(length)s, tính từ ngày của bước “%(step)s”.")
_VALID = mark("Giấy của bước này có giá trị %(length)s.")
_LIMIT = mark("Hạn %(length)s từ khi bước mở.")
_LIMIT_FROM = mark("Hạn %(length)s, tính từ ngày của bước “%(step)s”.")
_EXTENSION = mark("Được gia hạn một lần, %(length)s, khi có lý do đặc biệt.")
_LEADS = {
    "on": mark("đi tiếp"),
    "repeat": mark("làm lại bước này"),
    "to": mark("đến “%(where)s”"),
    "end": mark("hồ sơ kết thúc: %(status)s"),
}
_AT_MOST = mark("%(lead)s, nhiều nhất %(at_most)s lần")
_WHEN = mark("%(what)s, khi %(outcomes)s")
_CANDIDATE = mark("người được xét")
_ONLY_WHERE = mark("Chỉ ở nơi có %(body)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the procedure asks, with the paragraph it comes from."""

    text: str
    source: str
    to_confirm: bool
    """Whether the letter of the regulation has still to be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """One step in words."""

    id: str
    title: str
    kind: str
    who: str
    papers: tuple[str, ...]
    may_file: tuple[str, ...]
    rules: tuple[Rule, ...]
    documents: tuple[str, ...]
    notices: tuple[tuple[str, str], ...]
    """Id of the notice, and whom it is for."""
    leads: tuple[tuple[str, str], ...]
    """Outcome, and where it leads."""
    source: str
    to_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stage of the road in words."""

    id: str
    title: str
    together: bool
    apart: bool
    steps: tuple[StepRead, ...]


def stretches(procedure: Procedure, language: Language) -> tuple[Stretch, ...]:
    """Return every stage with its steps."""
    reader = _Reader(procedure, language)
    return tuple(reader.stage(one) for one in procedure.stages)


def office_rules(procedure: Procedure, language: Language) -> tuple[Rule, ...]:
    """Return what holds for the whole road: how many one guides, returns for supplement, moves."""
    reader = _Reader(procedure, language)
    guides, supplement, transfer = procedure.mentor_candidates, procedure.supplement, procedure.transfer
    return (
        reader.rule(guides, _MENTOR_CANDIDATES, amount=guides.amount),
        reader.rule(supplement.rounds, _ROUNDS, amount=supplement.rounds.amount),
        reader.rule(supplement.answer_within, _ANSWER, length=length(supplement.answer_within, language)),
        reader.rule(transfer, _TOGETHER, months=transfer.months_together),
        reader.rule(
            transfer.verify_again_after, _VERIFY, length=length(transfer.verify_again_after, language)
        ),
    )  # fmt: skip


def _rule(sourced: Sourced, text: str) -> Rule:
    return Rule(text=text, source=sourced.source, to_confirm=sourced.to_confirm)


class _Reader:
    """Puts one procedure into one language."""

    def __init__(self, procedure: Procedure, language: Language) -> None:
        self._procedure = procedure
        self._language = language
        self._names = Names(procedure=procedure)

    def rule(self, sourced: Sourced, text: str, **figures: object) -> Rule:
        """Return one thing that is asked."""
        return _rule(sourced, self._say(text, **figures))

    def stage(self, stage: Stage) -> Stretch:
        """Return one stage."""
        return Stretch(
            id=stage.id,
            title=said(stage.title, self._language),
            together=stage.together,
            apart=stage.apart,
            steps=tuple(self._step(one) for one in stage.steps),
        )

    def _step(self, step: Step) -> StepRead:
        return StepRead(
            id=step.id,
            title=said(step.title, self._language),
            kind=caption("kind", step.kind.value, self._language),
            who=self._who(step),
            papers=tuple(self._paper(code) for code in step.papers),
            may_file=tuple(self._paper(code) for code in step.may_file),
            rules=tuple(self._rules(step)),
            documents=tuple(self._when(self._paper(one.form), one.when) for one in step.documents),
            notices=tuple(
                (one.notice, self._when(", ".join(map(self._whom, one.to)), one.when)) for one in step.notices
            ),
            leads=tuple(
                (caption("outcome", outcome, self._language), self._lead(lead))
                for outcome, lead in step.leads.items()
            ),
            source=step.source,
            to_confirm=step.to_confirm,
        )

    def _who(self, step: Step) -> str:
        acts = step.acts
        roles = [caption("role", one, self._language) for one in (*acts.roles, acts.person) if one]
        return f"{caption('body', str(acts.body), self._language)}: {', '.join(roles)}"

    def _rules(self, step: Step) -> Iterator[Rule]:
        if step.only_where is not None:
            body = caption("body", step.only_where, self._language)
            yield self.rule(step, _ONLY_WHERE, body=body)
        for required in step.requires:
            yield self._required(required)
        yield from self._assigned(step)
        yield from self._voted(step)
        yield from self._endorsed(step)
        yield from self._timed(step)

    def _required(self, one: Required) -> Rule:
        match one:
            case RequiredPaper():
                return self.rule(one, _PAPER, paper=self._paper(one.form))
            case RequiredFreshPapers():
                papers = ", ".join(map(self._paper, one.forms))
                return self.rule(one, _FRESH, length=length(one.within, self._language), papers=papers)
            case RequiredAge():
                return self._plain(one, age(one, self._language), _ABOVE, one.above_with)
            case RequiredMentorship():
                return self.rule(one, _MENTORED, months=one.months)
            case RequiredReports():
                return self.rule(one, _REPORTS, count=one.at_least)
            case RequiredOutcome():
                outcome = caption("outcome", one.outcome, self._language)
                return self.rule(one, _OUTCOME, step=self._title(one.step), outcome=outcome)
            case RequiredEducation():
                level = self._say(_EDUCATION, level=caption("education", one.at_least, self._language))
                return self._plain(one, level, _UNLESS, one.unless_paper)

    def _plain(self, one: Sourced, text: str, exception: str, paper: str | None) -> Rule:
        added = "" if paper is None else f" {self._say(exception, paper=self._paper(paper))}"
        return _rule(one, text + added)

    def _assigned(self, step: Step) -> Iterator[Rule]:
        assigns = step.assigns
        if assigns is None:
            return
        at_most = assigns.at_most_candidates
        if at_most is not None:
            role = caption("role", assigns.role, self._language)
            yield self.rule(at_most, _ASSIGNS, role=role, amount=at_most.amount)
        if assigns.acquainted is not None:
            yield self.rule(
                assigns.acquainted, _ACQUAINTED, length=length(assigns.acquainted, self._language)
            )

    def _voted(self, step: Step) -> Iterator[Rule]:
        if step.vote is not None:
            yield from (_rule(*one) for one in asked_of_a_vote(step.vote, self._language))

    def _endorsed(self, step: Step) -> Iterator[Rule]:
        for way in step.endorsements:
            yield from (_rule(*one) for one in asked_of_a_way(way, self._language))
            if way.acquainted is not None:
                told = self.rule(way.acquainted, _ACQUAINTED, length=length(way.acquainted, self._language))
                yield _rule(way.acquainted, f"{said(way.title, self._language)}: {told.text}")

    def _timed(self, step: Step) -> Iterator[Rule]:
        for plain, text in (
            (step.reports_every, _REPORTS_EVERY),
            (step.reports_apart, _REPORTS_APART),
            (step.valid_for, _VALID),
        ):
            if plain is not None:
                yield self.rule(plain, text, length=length(plain, self._language))
        if step.wait is not None:
            text = _WAIT if step.counted_from is None else _WAIT_FROM
            began = "" if step.counted_from is None else self._title(step.counted_from)
            yield self.rule(step.wait, text, length=length(step.wait, self._language), step=began)
        yield from self._limited(step)

    def _limited(self, step: Step) -> Iterator[Rule]:
        limit = step.limit
        if limit is None:
            return
        text = _LIMIT if limit.counted_from == "opening" else _LIMIT_FROM
        began = self._title(limit.counted_from)
        yield self.rule(limit, text, length=length(limit, self._language), step=began)
        if limit.extension is not None:
            yield self.rule(limit.extension, _EXTENSION, length=length(limit.extension, self._language))
        if limit.if_late is not None:
            late = said(limit.if_late, self._language)
            yield Rule(text=late, source=limit.source, to_confirm=limit.to_confirm)

    def _lead(self, lead: Lead) -> str:
        status = "" if lead.end is None else caption("status", lead.end, self._language)
        text = self._say(_LEADS[lead.go], where=self._title(lead.to or ""), status=status)
        if lead.at_most is None:
            return text
        return self._say(_AT_MOST, lead=text, at_most=lead.at_most)

    def _whom(self, one: Addressee) -> str:
        if one.person == "candidate":
            return translate(_CANDIDATE, self._language)
        if one.person is not None:
            return caption("role", one.person, self._language)
        body = caption("body", str(one.body), self._language)
        return f"{caption('role', str(one.role), self._language)} {body}"

    def _when(self, what: str, outcomes: tuple[str, ...]) -> str:
        if not outcomes:
            return what
        named = ", ".join(caption("outcome", one, self._language) for one in outcomes)
        return self._say(_WHEN, what=what, outcomes=named)

    def _paper(self, code: str) -> str:
        return self._names.paper(code, self._language)

    def _title(self, name: str) -> str:
        stages: dict[str, Caption] = {one.id: one.title for one in self._procedure.stages}
        found = stages.get(name)
        return self._names.step(name, self._language) if found is None else said(found, self._language)

    def _say(self, text: str, **figures: object) -> str:
        return translate(text, self._language) % figures
