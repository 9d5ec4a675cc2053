"""Every notice is of one kind, and what is told by duty says by which."""

from outputs.kinds import kind_of, kinds
from outputs.letters import DigestLine, daily_mail, digest_id
from outputs.notices import notice_ids


def test_every_notice_belongs_to_one_kind() -> None:
    named = [notice for kind in kinds() for notice in kind.notices]

    assert sorted(named) == sorted(notice_ids())
    assert len({kind.id for kind in kinds()}) == len(kinds())
    assert all(kind_of(notice) in kinds() for notice in named)
    assert kind_of("of_another_organisation") is None


def test_what_the_regulation_has_the_office_tell_is_marked_with_its_source() -> None:
    duties = {kind.id for kind in kinds() if kind.duty is not None}

    assert duties == {"returns", "decisions"}
    assert all(kind.duty is None or kind.duty.source for kind in kinds())
    assert {"decision_made", "decision_refused"} <= {
        notice for kind in kinds() if kind.duty for notice in kind.notices
    }


def test_daily_mail_tells_each_notice_in_the_reader_s_language() -> None:
    lines = [
        DigestLine(subject=f"HS-2022-000{n}: …", to_do="Mở hồ sơ.", link=f"https://x.example/{n}")
        for n in (1, 2)
    ]

    subject, body = daily_mail(lines, "vi", base_url="https://x.example/")
    english, _ = daily_mail(lines, "en", base_url="https://x.example/")

    assert (subject, english) == ("2 thông báo về hồ sơ", "Notices about dossiers: 2")
    assert all(f"– {one.subject}" in body and f"\n  {one.link}\n" in body for one in lines)
    assert "https://x.example/profile/notices" in body
    assert digest_id(["a", "b"]) == digest_id(["b", "a"]) != digest_id(["a"])
