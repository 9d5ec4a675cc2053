"""From the calendar to acts: each way told step by step, as the office records it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from examples.district_4 import members as new_members
from examples.district_4 import papers
from examples.district_4.acts import Act, at, later
from examples.district_4.candidates import CANDIDATES, Candidate
from examples.district_4.meetings import Held, present
from examples.district_4.office import COMMITTEE, COMPETENT, TRADE_UNION, YOUTH_UNION, holder, names
from examples.district_4.setting_up import candidate_entered
from examples.district_4.ways import Recognition, Way
from models import commands
from models.commands import Command

_WHO = {one.id: one for one in CANDIDATES}
_UNIONS = {"youth_union": (YOUTH_UNION, 11), "trade_union": (TRADE_UNION, 9)}
"""Unit and size of the executive committee of each union."""
_HOURS = (9, 10, 13, 14, 15, 16)
"""When a clerk gets to it."""
_SPARED = "Đề nghị tiếp tục bồi dưỡng, thử thách thêm trước khi xét kết nạp"
_NOT_YET = (
    "Quần chúng hai lần vắng sinh hoạt không báo trước, tiếp thu góp ý chưa tốt, "
    "cần thử thách thêm ít nhất sáu tháng"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act with the step it does, and the meeting it needs."""

    act: Act
    step: str = ""
    meeting: Held | None = None


def told(way: Way, unit: str) -> Iterator[Told]:
    """Yield what happens on one way in a branch, as far as it gets."""
    teller = _Teller(way=way, who=_WHO[way.candidate], unit=unit)
    for one in teller.everything():
        yield one
        if one.step and one.step == way.until:
            return


@dataclass(frozen=True, slots=True)
class _Teller:
    way: Way
    who: Candidate
    unit: str

    def everything(self) -> Iterator[Told]:
        way = self.way
        yield from self.sourcing()
        if way.papers is not None:
            yield from self.nomination(way.papers)
        if way.branch is not None:
            yield from self.votes(way.branch)
        if way.received is not None:
            yield self.form("decision_receipt", way.received, {})
        if way.ceremony is not None:
            yield self.ceremony(way.ceremony)
        if way.course is not None:
            answers = papers.certificate(self.who, way.course, new_member=True)
            yield self.form("new_member_course", way.course, answers)
        if way.recognition is not None:
            yield from self.recognition(way.recognition)

    def sourcing(self) -> Iterator[Told]:
        way = self.way
        if way.opened is not None:
            clerk = holder(self.unit, "clerk", way.opened)
            yield Told(act=candidate_entered(self.who, at(way.opened, 8, self.minute), clerk))
            opened = commands.OpenDossier(
                candidate=self.who.id, unit=self.unit, source=self.who.source, on=way.opened
            )
            yield self.done("opened", way.opened, opened, self.secretary(way.opened))
        if way.assigned is not None:
            answers = papers.assignment(self.who, way.assigned)
            yield self.form("mentor_assignment", way.assigned, answers, person=way.mentor)
            yield from self.mentorship(way.assigned)

    def mentorship(self, since: date) -> Iterator[Told]:
        concluded = self.way.recommended or self.way.declined
        for number, on in enumerate(self.report_days(since), start=1):
            yield self.assessed("mentorship", on, "continued", papers.report(self.who, since, on, number))
            since = on
        if concluded is None:
            return
        if self.way.declined is not None:
            yield self.assessed(
                "mentorship", concluded, "declined", papers.declined(self.who, since, concluded)
            )
            return
        answers = papers.report(self.who, since, concluded, 5)
        yield self.assessed("mentorship", concluded, "recommended", answers)

    def report_days(self, since: date) -> Iterator[date]:
        """Yield the days of the mentor's reports before the concluding one, none of them in a pause."""
        way = self.way
        end = way.recommended or way.declined
        last = way.reported_until if end is None else end - timedelta(days=30)
        while last is not None:
            since = later(since + timedelta(days=way.pace_days), 0)
            if way.pause is not None and way.pause[0] <= since < way.pause[1]:
                since = later(way.pause[1], 2)
            if since > last:
                return
            yield since

    def nomination(self, first: date) -> Iterator[Told]:
        who = self.who
        issued = self.way.certified or first - timedelta(days=70)
        yield self.form("awareness_course", first, papers.certificate(who, issued))
        yield self.form("application", later(first, 2), papers.application(who, later(first, 2)))
        yield self.form("curriculum_vitae", later(first, 4), papers.curriculum_vitae(who, later(first, 4)))
        on = later(first, 24)
        review = commands.Review(
            dossier=who.id,
            step="verification",
            on=on,
            verdict="clear",
            answers=dict(papers.verification(who)),
        )
        yield self.done("verification", on, review, holder(COMMITTEE, "clerk", on))
        yield self.assessed("introduction", later(first, 31), "recommended", papers.introduction(who))
        yield self.endorsed(later(first, 34))
        yield self.form("opinions", later(first, 38), papers.opinions_before_admission(who))

    def endorsed(self, on: date) -> Told:
        unit, size = _UNIONS[self.way.endorser]
        against = self.way.against.get("endorsement", 0)
        command = commands.Endorsement(
            dossier=self.who.id, step="endorsement", on=on, endorser=self.way.endorser, roll=size,
            present=size - 1, yes=size - 1 - against, no=against,
            answers=dict(papers.endorsement(self.who, against)),
        )  # fmt: skip
        return self.done("endorsement", on, command, holder(unit, "union_officer", on))

    def votes(self, on: date) -> Iterator[Told]:
        way = self.way
        against = way.against.get("branch_vote", 0)
        why = _NOT_YET if against > 1 else _SPARED
        yield self.voted("branch_vote", self.unit, on, papers.admission(self.who, against, why))
        if way.grassroots is not None:
            against = way.against.get("grassroots_vote", 0)
            answers = papers.admission(self.who, against, _SPARED)
            yield self.voted("grassroots_vote", COMMITTEE, way.grassroots, answers)
        if way.decision is not None:
            yield self.voted("decision", COMPETENT, way.decision, {})

    def ceremony(self, on: date) -> Told:
        chair, clerk = self.secretary(on), holder(self.unit, "clerk", on)
        answers = papers.ceremony(
            self.who, names()[chair], names()[clerk], present(Held(unit=self.unit, on=on)) + 1
        )
        command = commands.Ceremony(
            dossier=self.who.id, step="admission_ceremony", on=on, person=self.mentor(on),
            place="Hội trường Ban Chỉ huy Quân sự Quận 4", answers=dict(answers),
        )  # fmt: skip
        return self.done("admission_ceremony", on, command, chair)

    def recognition(self, days: Recognition) -> Iterator[Told]:
        who = self.who
        yield self.form("self_review", days.review, new_members.self_review(who))
        yield self.assessed("member_remarks", later(days.review, 2), "recommended", new_members.remarks(who))
        answers = {name: one for name, one in papers.opinions(who).items() if name != "record_conclusion"}
        yield self.form("probation_opinions", later(days.review, 5), answers)
        votes = (
            ("branch_recognition_vote", self.unit, days.branch),
            ("grassroots_recognition_vote", COMMITTEE, days.grassroots),
        )
        for step, unit, on in votes:
            against = self.way.against.get(step, 0)
            yield self.voted(step, unit, on, new_members.recognition(who, against))
        yield self.voted("recognition_decision", COMPETENT, days.decision, {})

    def voted(self, step: str, unit: str, on: date, answers: papers.Answers) -> Told:
        meeting = Held(unit=unit, on=on, away=self.way.away.get(step, 0))
        against = self.way.against.get(step, 0)
        tally: dict[str, Any] = {
            "dossier": self.who.id, "step": step, "meeting": meeting.key, "answers": dict(answers),
            "yes": present(meeting) - against, "no": against,
        }  # fmt: skip
        kind = commands.Vote if unit != COMPETENT else commands.Decision
        act = Act(at=at(on, 9, self.minute), by=holder(unit, "secretary", on), command=kind(**tally))
        return Told(act=act, step=step, meeting=meeting)

    def form(self, step: str, on: date, answers: papers.Answers, person: str | None = None) -> Told:
        command = commands.FormCommand(
            dossier=self.who.id, step=step, on=on, answers=dict(answers), person=person
        )
        return self.done(step, on, command, holder(self.unit, "clerk", on))

    def assessed(self, step: str, on: date, verdict: str, answers: papers.Answers) -> Told:
        plain: Mapping[str, Any] = {
            "dossier": self.who.id, "step": step, "on": on, "verdict": verdict, "answers": dict(answers)
        }  # fmt: skip
        return self.done(step, on, commands.Assessment(**plain), self.mentor(on))

    def done(self, step: str, on: date, command: Command, by: str) -> Told:
        hour = _HOURS[(on.toordinal() + self.minute) % len(_HOURS)]
        return Told(act=Act(at=at(on, hour, self.minute), by=by, command=command), step=step)

    def mentor(self, on: date) -> str:
        successor = self.way.successor
        return successor[1] if successor is not None and successor[0] <= on else self.way.mentor

    def secretary(self, on: date) -> str:
        return holder(self.unit, "secretary", on)

    @property
    def minute(self) -> int:
        """A minute of the candidate's own, so that no two things happen at once."""
        return int(self.who.id.removeprefix("qc-"))


def admission_of(candidate: str) -> dict[str, object]:
    """Return what a branch that is all in favour writes into its resolution on a candidate."""
    return dict(papers.admission(_WHO[candidate], 0, _SPARED))
