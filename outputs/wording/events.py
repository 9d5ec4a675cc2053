"""What happened, in words: an entry of a timeline as one line and, under it, its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from models import events
from models.state import Represented
from outputs.documents.writing import at_clock, in_figures, printed_number
from outputs.wording.captions import caption
from outputs.wording.language import Language, mark, translate
from outputs.wording.names import NO_NAMES, Names
from outputs.wording.notices import notice_title

AnyEvent = events.DossierEvents | events.MeetingEvents | events.RegisterChanged

_SOURCES = {
    "standing_militia": mark("dân quân thường trực"),
    "called_up": mark("thanh niên trong diện gọi nhập ngũ"),
    "union_member": mark("đoàn viên"),
    "other": mark("nguồn khác"),
}
_CAUSES = {
    "death": mark("qua đời"),
    "discipline": mark("bị kỷ luật"),
    "left_unit": mark("rời đơn vị"),
    "other": mark("lý do khác"),
}
_ABOUT = {
    "limit": mark("thời hạn"),
    "paper": mark("hiệu lực của giấy tờ"),
    "term": mark("thời gian sắp hết"),
    "reports": mark("kỳ báo cáo"),
    "age_of_papers": mark("tuổi của giấy tờ"),
    "supplement": mark("hạn trả lời"),
}
_RETURNED = mark("hồ sơ bị trả lại để bổ sung")
CHANNELS = {"inbox": mark("hộp việc"), "email": mark("thư điện tử"), "webhook": mark("tin tự động")}
"""What readers call a channel."""

_SHOWN_DIGITS = 12  # of a digest: enough to tell two files apart, short enough for a line
_TITLES: Mapping[str, str] = {
    "dossier_opened": mark("Lập hồ sơ"),
    "step": mark("%(step)s: %(outcome)s"),
    "returned": mark("Trả lại để bổ sung, lần %(round)s"),
    "supplemented": mark("Đã bổ sung, lần %(round)s"),
    "suspended": mark("Tạm dừng"),
    "resumed": mark("Xét tiếp"),
    "transferred": mark("Chuyển đến %(unit)s"),
    "withdrawn": mark("Rút hồ sơ"),
    "closed": mark("Kết thúc hồ sơ: %(cause)s"),
    "corrected": mark("Đính chính: %(step)s"),
    "reopened": mark("Làm lại: %(step)s"),
    "mentor_replaced": mark("Thay người giúp đỡ"),
    "limit_extended": mark("Gia hạn: %(step)s"),
    "ballot_opened": mark("Mở biểu quyết trên thiết bị: %(step)s"),
    "ballot_closed": mark("Đóng và đếm phiếu: %(step)s, %(outcome)s"),
    "ballot_voided": mark("Cuộc biểu quyết bị hủy: %(step)s"),
    "interest_declared": mark("Người có quan hệ: %(person)s"),
    "migrated": mark("Chuyển sang quy trình %(procedure)s"),
    "reminded": mark("Nhắc %(about)s: %(subject)s"),
    "document_issued": mark("Ban hành %(form)s"),
    "notice_sent": mark("Thông báo: %(notice)s"),
    "document_signed": mark("Ký số %(form)s"),
    "scan_attached": mark("Gắn bản quét: %(form)s"),
    "scan_clean": mark("Bản quét ở mục số %(scan)s đã kiểm tra, dùng được"),
    "scan_infected": mark("Bản quét ở mục số %(scan)s bị chặn"),
    "scan_released": mark("Cho dùng bản quét ở mục số %(scan)s dù chưa kiểm tra"),
    "meeting_convened": mark("Triệu tập cuộc họp ngày %(on)s"),
    "agenda_changed": mark("Sửa chương trình họp"),
    "meeting_called_off": mark("Hủy cuộc họp"),
    "meeting_opened": mark("Mở cuộc họp"),
    "arrived": mark("%(person)s đến"),
    "left": mark("%(person)s ra về"),
    "proxy_given": mark("%(person)s ủy quyền cho %(holder)s"),
    "proxy_revoked": mark("%(person)s rút ủy quyền đã giao %(holder)s"),
    "meeting_adjourned": mark("Hoãn cuộc họp"),
    "meeting_closed": mark("Kết thúc cuộc họp"),
    "minutes_signed": mark("Ký biên bản họp: %(role)s"),
    "register_changed": mark("Sổ đăng ký: %(change)s"),
}
_FIGURES: Mapping[str, str] = {
    "source": mark("nguồn: %(source)s"),
    "procedure": mark("quy trình %(procedure)s"),
    "charge": mark("giao cho %(person)s"),
    "reports": mark("báo cáo thứ %(reports)s"),
    "votes": mark("tán thành %(yes)s trên %(roll)s (cần %(needed)s)"),
    "present": mark("có mặt %(present)s"),
    "probationary_present": mark("dự bị có mặt %(present)s"),
    "agenda": mark("%(items)s hồ sơ trong chương trình"),
    "follows": mark("họp lại cho cuộc họp %(meeting)s"),
    "again": mark("họp lại ngày %(on)s: cuộc họp %(meeting)s"),
    "presides": mark("chủ tọa: %(person)s"),
    "writes": mark("thư ký: %(person)s"),
    "signed_file": mark("tệp có mã kiểm tra %(digest)s…"),
    "against": mark("không tán thành %(no)s"),
    "blank": mark("phiếu trắng %(blank)s"),
    "chair": mark("phiếu của chủ tọa: %(chair_vote)s"),
    "withheld": mark("bỏ phiếu kín, %(cast)s người bỏ phiếu; không nêu số phiếu từng loại"),
    "cast": mark("%(cast)s người bỏ phiếu, tán thành %(yes)s"),
    "meeting": mark("cuộc họp %(meeting)s"),
    "way": mark("%(way)s"),
    "voided_by": mark("vì: %(cause)s"),
    "interested": mark("%(person)s %(relation)s: %(treatment)s"),
    "represented": mark("%(holder)s bỏ phiếu thay %(person)s"),
    "endorsed": mark("%(endorser)s: tán thành %(yes)s trên %(roll)s"),
    "place": mark("tại %(place)s"),
    "items": mark("%(items)s nội dung, trả lời trước ngày %(answer_by)s"),
    "days": mark("dừng %(days)s ngày"),
    "from_unit": mark("từ %(unit)s"),
    "fields": mark("mục: %(fields)s"),
    "former": mark("thay %(person)s"),
    "until": mark("đến hết ngày %(due_on)s"),
    "before": mark("trước đó theo %(procedure)s"),
    "days_before": mark("còn %(days)s ngày, đến %(due_on)s"),
    "day_reached": mark("đến hạn hôm nay"),
    "days_passed": mark("quá %(days)s ngày, từ %(due_on)s"),
    "escalated": mark("báo lên %(unit)s"),
    "sent": mark("%(person)s, qua %(channel)s"),
    "dead": mark("%(person)s, qua %(channel)s: KHÔNG GỬI ĐƯỢC"),
    "digest": mark("%(person)s, qua %(channel)s: để vào thư gộp hằng ngày"),
    "unwanted": mark("%(person)s, qua %(channel)s: người nhận đã chọn không nhận"),
    "paper": mark("văn bản %(paper)s"),
    "signed_by": mark("%(person)s thay mặt %(unit)s"),
    "certificate": mark("chứng thư số %(serial)s do %(issuer)s cấp"),
    "timestamped": mark("có dấu thời gian %(at)s (PAdES %(level)s)"),
    "not_timestamped": mark("không có dấu thời gian (PAdES %(level)s)"),
    "of_document": mark("bản giấy đã ký của văn bản %(document)s, số đã so khớp"),
    "file": mark("tệp %(format)s, %(size)s KB"),
    "redrawing": mark("ảnh đã được vẽ lại"),
    "scanner": mark("bằng chương trình quét mã độc"),
    "batch": mark("trong đợt %(batch)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event in words."""

    title: str
    figures: tuple[str, ...] = ()
    """What is worth knowing beside the title, each a phrase of its own."""


def event_text(event: AnyEvent, language: Language, names: Names = NO_NAMES) -> Told:
    """Say what an event recorded; persons and units are named where the names are known."""
    say = _Says(language=language, names=names)
    if isinstance(event, events.StepEvent):
        step = say.names.step(event.step, language)
        outcome = caption("outcome", event.outcome, language)
        title = say.title("step", step=step, outcome=outcome)
        return Told(
            title=title, figures=(*say.of_step(event), *say.papers(event.papers), *say.batch(event.batch))
        )
    told = say.of_ballot(event) if isinstance(event, events.BallotEvents) else say.of_others(event)
    title, figures = told
    papers = event.papers if isinstance(event, events.Corrected) else ()
    return Told(title=title, figures=(*figures, *say.papers(papers)))


@dataclass(frozen=True, slots=True)
class _Says:
    language: Language
    names: Names

    def title(self, kind: str, **words: object) -> str:
        return translate(_TITLES[kind], self.language) % words

    def figure(self, kind: str, **words: object) -> str:
        return translate(_FIGURES[kind], self.language) % words

    def known(self, identifier: str | None) -> str:
        return "–" if identifier is None else self.names.known.get(identifier, identifier)

    def papers(self, papers: tuple[events.PaperDue, ...]) -> tuple[str, ...]:
        return tuple(
            self.figure("paper", paper=f"{one.form} {printed_number(one.number, one.symbol)}")
            for one in papers
            if one.number is not None and one.symbol is not None
        )

    def batch(self, batch: str | None) -> tuple[str, ...]:
        return () if batch is None else (self.figure("batch", batch=batch),)

    def of_step(self, event: events.StepEvent) -> tuple[str, ...]:
        match event:
            case events.Submitted(person=str(person)):
                return (self.figure("charge", person=self.known(person)),)
            case events.Assessed(reports=reports) if event.outcome == "continued":
                return (self.figure("reports", reports=reports),)
            case events.Endorsed(person=str(person)):
                return (self.figure("charge", person=self.known(person)),)
            case events.Endorsed():
                endorser = caption("endorser", event.endorser, self.language)
                return (self.figure("endorsed", endorser=endorser, yes=event.yes, roll=event.roll),)
            case events.Voted() | events.Decided():
                return self.of_vote(event)
            case events.CeremonyHeld():
                return (
                    self.figure("place", place=event.place),
                    self.figure("charge", person=self.known(event.person)),
                )
        return ()

    def of_vote(self, event: events.Voted | events.Decided) -> tuple[str, ...]:
        told = [
            self.figure("withheld", cast=event.ballots_cast)
            if event.yes is None
            else self.figure("votes", yes=event.yes, roll=event.roll, needed=event.needed),
            self.figure("present", present=event.present),
        ]
        if event.ballot is not None:
            told.append(self.figure("way", way=caption("way", event.way, self.language)))
        told += [self.of_interest(one) for one in event.interested]
        told += self.by_proxy(event.represented)
        if event.no:
            told.append(self.figure("against", no=event.no))
        if event.blank:
            told.append(self.figure("blank", blank=event.blank))
        if event.chair_vote is not None:
            said = caption("chair_vote", event.chair_vote, self.language)
            told.append(self.figure("chair", chair_vote=said))
        return tuple(told)

    def by_proxy(self, represented: tuple[Represented, ...]) -> tuple[str, ...]:
        return tuple(
            self.figure("represented", person=self.known(one.person), holder=self.known(one.holder))
            for one in represented
        )

    def of_interest(self, one: events.Interested) -> str:
        return self.figure(
            "interested",
            person=self.known(one.person),
            relation=caption("relation", one.relation, self.language),
            treatment=caption("treatment", one.treatment, self.language),
        )

    def of_ballot(self, event: events.BallotEvents) -> tuple[str, tuple[str, ...]]:
        if isinstance(event, events.InterestDeclared):
            relation = caption("relation", event.relation, self.language)
            return self.title(event.kind, person=self.known(event.person)), (relation,)
        step = self.names.step(event.step, self.language)
        meeting = self.figure("meeting", meeting=event.meeting)
        match event:
            case events.BallotOpened():
                way = caption("way", event.way, self.language)
                return self.title(event.kind, step=step), (way, meeting)
            case events.BallotClosed():
                outcome = caption("outcome", event.outcome, self.language)
                told = (
                    self.figure("withheld", cast=event.cast)
                    if event.yes is None
                    else self.figure("cast", cast=event.cast, yes=event.yes)
                )
                figures = (told, meeting, *self.by_proxy(event.represented))
                return self.title(event.kind, step=step, outcome=outcome), figures
            case events.BallotVoided():
                cause = self.figure("voided_by", cause=caption("void", event.cause, self.language))
                return self.title(event.kind, step=step), (cause, meeting)

    def of_scan(self, event: events.ScanEvents) -> tuple[str, tuple[str, ...]]:
        match event:
            case events.ScanAttached():
                form = self.names.paper(event.paper, self.language)
                told = [self.figure("file", format=event.format.upper(), size=ceil(event.size / 1024))]
                if event.document is not None:
                    told.append(self.figure("of_document", document=event.document))
                return self.title(event.kind, form=form), tuple(told)
            case events.ScanChecked():
                return self.title(f"scan_{event.verdict}", scan=event.scan), (self.figure(event.by),)
            case events.ScanReleased():
                return self.title(event.kind, scan=event.scan), ()

    def of_signature(self, event: events.DocumentSigned) -> tuple[str, tuple[str, ...]]:
        stamp = (
            self.figure("not_timestamped", level=event.level)
            if event.timestamped_at is None
            else self.figure("timestamped", at=at_clock(event.timestamped_at), level=event.level)
        )
        return self.title(event.kind, form=self.names.paper(event.form, self.language)), (
            self.figure("signed_by", person=self.known(event.person), unit=self.known(event.unit)),
            self.figure("certificate", serial=event.serial, issuer=event.issuer),
            stamp,
        )

    def of_others(self, event: AnyEvent) -> tuple[str, tuple[str, ...]]:
        match event:
            case events.DossierOpened():
                source = translate(_SOURCES.get(event.source, event.source), self.language)
                return self.title(event.kind), (
                    self.figure("source", source=source),
                    self.figure("procedure", procedure=event.procedure),
                )
            case events.Returned():
                figures = self.figure("items", items=event.items, answer_by=in_figures(event.answer_by))
                return self.title(event.kind, round=event.round), (figures,)
            case events.Supplemented():
                return self.title(event.kind, round=event.round), ()
            case events.Resumed():
                return self.title(event.kind), (self.figure("days", days=event.days),)
            case events.Transferred():
                figures = self.figure("from_unit", unit=self.known(event.from_unit))
                return self.title(event.kind, unit=self.known(event.unit)), (figures,)
            case events.Closed():
                cause = translate(_CAUSES.get(event.cause, event.cause), self.language)
                return self.title(event.kind, cause=cause), ()
            case events.Reminded():
                return self.of_reminder(event)
            case events.NoticeSent():
                channel = translate(CHANNELS.get(event.channel, event.channel), self.language)
                figures = self.figure(event.outcome, person=self.known(event.person), channel=channel)
                return self.title(event.kind, notice=notice_title(event.notice, self.language)), (figures,)
            case events.ScanAttached() | events.ScanChecked() | events.ScanReleased():
                return self.of_scan(event)
        return self.of_mending(event)

    def of_mending(self, event: AnyEvent) -> tuple[str, tuple[str, ...]]:
        match event:
            case events.Corrected():
                fields = ", ".join(self.names.field_of(one, self.language) for one in event.fields)
                title = self.title(event.kind, step=self.names.step(event.step, self.language))
                return title, (self.figure("fields", fields=fields),)
            case events.Reopened():
                return self.title(event.kind, step=self.names.step(event.step, self.language)), ()
            case events.MentorReplaced():
                former = self.figure("former", person=self.known(event.former))
                return self.title(event.kind), (
                    self.figure("charge", person=self.known(event.person)),
                    former,
                )
            case events.LimitExtended():
                figures = self.figure("until", due_on=in_figures(event.due_on))
                return self.title(event.kind, step=self.names.step(event.step, self.language)), (figures,)
            case events.Migrated():
                figures = self.figure("before", procedure=event.before)
                return self.title(event.kind, procedure=event.procedure), (figures,)
            case events.DocumentSigned():
                return self.of_signature(event)
            case events.DocumentIssued():
                return self.title(event.kind, form=self.names.paper(event.form, self.language)), ()
            case events.RegisterChanged():
                change = caption("command", event.change, self.language)
                return self.title(event.kind, change=change), (self.known(event.subject),)
        return self.of_meeting(event)

    def of_meeting(self, event: AnyEvent) -> tuple[str, tuple[str, ...]]:
        match event:
            case events.MeetingConvened():
                told = [self.known(event.unit), self.figure("place", place=event.place)]
                told.append(self.figure("agenda", items=len(event.agenda)))
                if event.follows is not None:
                    told.append(self.figure("follows", meeting=event.follows))
                return self.title(event.kind, on=in_figures(event.held_on)), tuple(told)
            case events.AgendaChanged():
                return self.title(event.kind), (self.figure("agenda", items=len(event.agenda)),)
            case events.MeetingOpened():
                return self.title(event.kind), (self.known(event.unit), *self.presence(event))
            case events.AttendanceNoted():
                return self.title(event.change, person=self.known(event.person)), self.presence(event)
            case events.ProxyGiven() | events.ProxyRevoked():
                holder = self.known(event.holder)
                return self.title(event.kind, person=self.known(event.person), holder=holder), ()
            case events.MeetingAdjourned(again=str() as again, again_on=date() as on):
                return self.title(event.kind), (self.figure("again", on=in_figures(on), meeting=again),)
            case events.MinutesSigned():
                role = caption("officer", event.role, self.language)
                signed = self.figure("signed_file", digest=event.pdf_sha256[:_SHOWN_DIGITS])
                return self.title(event.kind, role=role), (self.known(event.person), signed)
        return self.title(event.kind), ()

    def presence(self, event: events.MeetingOpened | events.AttendanceNoted) -> tuple[str, ...]:
        told = [self.figure("present", present=f"{event.present}/{event.roll}")]
        if event.probationary:
            present = f"{event.probationary_present}/{event.probationary}"
            told.append(self.figure("probationary_present", present=present))
        told.append(self.figure("presides", person=self.known(event.chair)))
        told.append(self.figure("writes", person=self.known(event.secretary)))
        return tuple(told)

    def of_reminder(self, event: events.Reminded) -> tuple[str, tuple[str, ...]]:
        about = translate(_ABOUT.get(event.about, event.about), self.language)
        subject = self.names.step(event.subject, self.language)
        if event.about == "supplement":
            subject = translate(_RETURNED, self.language)
        title = self.title(event.kind, about=about, subject=subject)
        due_on = in_figures(event.due_on)
        if event.days == 0:
            when = self.figure("day_reached")
        else:
            when = self.figure(
                "days_before" if event.days < 0 else "days_passed", days=abs(event.days), due_on=due_on
            )
        told = [when]
        if event.escalated_to is not None:
            told.append(self.figure("escalated", unit=self.known(event.escalated_to)))
        return title, tuple(told)
