"""The office of the story: bodies, wards, members and the seats they hold. Every name is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

COMPETENT, COMMITTEE = "quan-uy-q4", "dang-uy-qs-q4"
YOUTH_UNION, TRADE_UNION = "doan-qs-q4", "cong-doan-qs-q4"
COMMAND = "chi-bo-bch"
BEGINNING = date(2019, 7, 1)
"""Day on which the office is entered into the program."""

WARDS = (1, 2, 3, 4, 6, 8, 9, 10, 13, 14, 15, 16, 18)
_SIZES = {1: 7, 2: 8, 3: 6, 4: 9, 6: 7, 8: 9, 9: 8, 10: 6, 13: 8, 14: 6, 15: 7, 16: 8, 18: 5}
"""Official members of each ward's military branch when the story begins."""

Role = Literal["secretary", "clerk", "union_officer", "committee_member"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body or a place of the organisation tree."""

    id: str
    kind: str
    name: str
    code: str
    parent: str | None
    place: str = "Quận 4"
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An official member who joined long before the program was used."""

    id: str
    full_name: str
    sex: Literal["male", "female"]
    born_on: date
    unit: str
    joined_on: date
    in_unit_since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A position somebody holds; `until` is the first day on which it is held no more."""

    person: str
    unit: str
    position: str
    role: Role
    votes: bool
    since: date = date(2017, 1, 3)
    until: date | None = None

    def held(self, on: date) -> bool:
        """Say whether the seat is held on a day."""
        return self.since <= on and (self.until is None or on < self.until)


def branch(ward: int) -> str:
    """Return the id of a ward's military branch."""
    return f"chi-bo-qs-p{ward}"


def member(ward: int, number: int) -> str:
    """Return the id of a member of a ward's branch; the first is its secretary, the second its deputy."""
    return f"dv-p{ward:02}-{number:02}"


def bodies() -> Iterator[Body]:
    """Yield the tree from its top: committees, wards, branches, unions."""
    yield Body(id=COMPETENT, kind="competent_committee", name="Quận ủy Quận 4", code="Q4", parent=None)
    for ward in WARDS:
        yield Body(
            id=f"phuong-{ward}", kind="ward", name=f"Phường {ward}", code=f"P{ward:02}", parent=COMPETENT,
            place=f"Phường {ward}",
        )  # fmt: skip
    yield Body(
        id="quan-doan-q4", kind="youth_union", name="Quận Đoàn Quận 4", code="QD", parent=COMPETENT,
        beside=True,
    )  # fmt: skip
    yield Body(
        id=COMMITTEE, kind="grassroots_committee", name="Đảng ủy Quân sự Quận 4", code="QS", parent=COMPETENT
    )
    for ward in WARDS:
        yield Body(
            id=branch(ward), kind="branch", name=f"Chi bộ Quân sự Phường {ward}", code=f"{ward:02}",
            parent=COMMITTEE, place=f"Phường {ward}",
        )  # fmt: skip
    yield Body(
        id=COMMAND,
        kind="branch",
        name="Chi bộ Cơ quan Ban Chỉ huy Quân sự Quận 4",
        code="CQ",
        parent=COMMITTEE,
    )
    yield Body(
        id=YOUTH_UNION, kind="youth_union", name="Đoàn cơ sở Ban Chỉ huy Quân sự Quận 4", code="DTN",
        parent=COMMITTEE, beside=True,
    )  # fmt: skip
    yield Body(
        id=TRADE_UNION, kind="trade_union", name="Công đoàn cơ sở Ban Chỉ huy Quân sự Quận 4", code="CDO",
        parent=COMMITTEE, beside=True,
    )  # fmt: skip


@cache
def members() -> tuple[Member, ...]:
    """Return every official member of the beginning: of the wards, the district command and the committee."""
    places = [(branch(ward), f"dv-p{ward:02}", size) for ward, size in _SIZES.items()]
    places += [(COMMAND, "dv-bch", 14), (COMPETENT, "dv-qu", 11)]
    found: list[Member] = []
    for unit, prefix, size in places:
        for number in range(1, size + 1):
            found.append(_member(len(found), f"{prefix}-{number:02}", unit))
    return tuple(found)


@cache
def names() -> dict[str, str]:
    """Return the members' full names by id."""
    return {one.id: one.full_name for one in members()}


@cache
def seats() -> tuple[Seat, ...]:
    """Return every seat of the story, those taken later among them."""
    return (*_branch_seats(), *_committee_seats(), *_competent_seats(), *_union_seats())


def holder(unit: str, role: Role, on: date) -> str:
    """Return the person who holds a role in a body on a day."""
    return next(one.person for one in seats() if one.unit == unit and one.role == role and one.held(on))


def voters(unit: str, on: date) -> tuple[str, ...]:
    """Return the committee members whose seats count in its roll on a day."""
    return tuple(sorted({one.person for one in seats() if one.unit == unit and one.votes and one.held(on)}))


_RETIRED_ON = date(2021, 6, 11)
"""Day on which the secretary of ward 9's branch retires; the deputy follows, in the committee too."""


def _branch_seats() -> Iterator[Seat]:
    for ward in WARDS:
        unit, first, second = branch(ward), member(ward, 1), member(ward, 2)
        if ward == 9:  # noqa: PLR2004 -- the ward whose secretary retires
            yield Seat(
                person=first, unit=unit, position="Bí thư", role="secretary", votes=True, until=_RETIRED_ON
            )
            yield Seat(
                person=second, unit=unit, position="Phó Bí thư", role="clerk", votes=True, until=_RETIRED_ON
            )
            yield Seat(
                person=second, unit=unit, position="Bí thư", role="secretary", votes=True, since=_RETIRED_ON
            )
            yield Seat(
                person=member(ward, 5), unit=unit, position="Phó Bí thư", role="clerk", votes=True,
                since=_RETIRED_ON,
            )  # fmt: skip
            continue
        yield Seat(person=first, unit=unit, position="Bí thư", role="secretary", votes=True)
        yield Seat(person=second, unit=unit, position="Phó Bí thư", role="clerk", votes=True)
    yield Seat(person="dv-bch-03", unit=COMMAND, position="Bí thư", role="secretary", votes=True)
    yield Seat(person="dv-bch-04", unit=COMMAND, position="Phó Bí thư", role="clerk", votes=True)


def _committee_seats() -> Iterator[Seat]:
    yield Seat(person="dv-bch-01", unit=COMMITTEE, position="Bí thư", role="secretary", votes=True)
    yield Seat(person="dv-bch-02", unit=COMMITTEE, position="Phó Bí thư", role="committee_member", votes=True)
    for person in ("dv-bch-03", "dv-bch-07", member(4, 1), member(13, 1), member(16, 1), member(2, 1)):
        yield Seat(person=person, unit=COMMITTEE, position="Ủy viên", role="committee_member", votes=True)
    for person, since, until in (
        (member(9, 1), date(2017, 1, 3), _RETIRED_ON),
        (member(9, 2), _RETIRED_ON, None),
    ):
        yield Seat(
            person=person, unit=COMMITTEE, position="Ủy viên", role="committee_member", votes=True,
            since=since, until=until,
        )  # fmt: skip
    yield Seat(person="dv-bch-08", unit=COMMITTEE, position="Trợ lý Chính trị", role="clerk", votes=False)


def _competent_seats() -> Iterator[Seat]:
    positions = ("Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư", *("Ủy viên Ban Thường vụ",) * 6)
    for number, position in enumerate(positions, start=1):
        yield Seat(
            person=f"dv-qu-{number:02}", unit=COMPETENT, position=position,
            role="secretary" if number == 1 else "committee_member", votes=True,
        )  # fmt: skip
    yield Seat(
        person="dv-qu-10", unit=COMPETENT, position="Phó Trưởng Ban Tổ chức", role="clerk", votes=False
    )


def _union_seats() -> Iterator[Seat]:
    yield Seat(person="dv-bch-09", unit=YOUTH_UNION, position="Bí thư", role="union_officer", votes=True)
    yield Seat(person="dv-bch-12", unit=TRADE_UNION, position="Chủ tịch", role="union_officer", votes=True)
    yield Seat(person="dv-qu-11", unit="quan-doan-q4", position="Bí thư", role="union_officer", votes=True)


_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Phan",
    "Trương", "Lý", "Mai", "Đoàn",
)  # fmt: skip
_MEN = (
    "Văn Thành", "Quốc Bảo", "Minh Hải", "Thanh Tùng", "Hữu Phước", "Đức Thịnh", "Công Danh", "Ngọc Sơn",
    "Tấn Lợi", "Chí Cường", "Hoàng Nam", "Văn Lâm", "Trọng Nghĩa", "Anh Tuấn", "Xuân Trường", "Phước Hậu",
    "Bá Khánh", "Duy Tân", "Gia Huy", "Thế Vinh", "Văn Út", "Hồng Quân", "Khắc Hiếu",
)  # fmt: skip
_WOMEN = ("Thị Thu Hà", "Ngọc Lan", "Thị Kim Loan", "Mỹ Hạnh", "Thị Bích Thủy", "Thanh Trúc", "Thị Hồng Đào")


def _member(position: int, identifier: str, unit: str) -> Member:
    woman = position % 6 == 4  # noqa: PLR2004 -- about one in six, never a branch's first two
    given = _WOMEN[position % len(_WOMEN)] if woman else _MEN[position % len(_MEN)]
    joined = date(1992 + position * 7 % 18, 1 + position * 5 % 12, 3 + position * 11 % 25)
    return Member(
        id=identifier,
        full_name=f"{_FAMILIES[position * 5 % len(_FAMILIES)]} {given}",
        sex="female" if woman else "male",
        born_on=joined.replace(year=joined.year - 24) + timedelta(days=position % 200),
        unit=unit,
        joined_on=joined,
        in_unit_since=date(2011 + position % 5, 1 + position % 12, 5),
    )
