"""The form of a change as it begins: units and kinds to choose from, today's date, what is on record now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desk import filters, forms
from desk.administration import unit_choices
from desk.changing.naming import Named, Naming
from desk.forms import Choice, Form
from engine.queries import register_units
from outputs.wording import caption
from outputs.wording.language import mark, translate

_BODIES = (
    "branch", "sub_committee", "grassroots_committee", "competent_committee", "youth_union", "trade_union",
)  # fmt: skip
_HINTS: Mapping[str, str] = {
    "id": mark("Chữ không dấu, số và các dấu . _ - / @, không có dấu cách. Đặt rồi thì không đổi được."),
    "code": mark("Phần của riêng đơn vị trong mã cây tổ chức, như 04: chữ không dấu, số và dấu -"),
    "position": mark("Như in trên chữ ký: Bí thư, Phó Bí thư, Ủy viên…"),
    "votes": mark("Có, nếu người giữ chức vụ được tính vào tổng số ủy viên khi cấp ủy biểu quyết."),
    "secret": mark("Bắt đầu bằng whsec_; nơi nhận dùng để kiểm tra chữ ký của tin."),
    "official_on": mark("Chỉ ghi cho đảng viên chính thức. Ví dụ: 25/11/2026"),
}
_TODAY = ("since", "until", "on")
"""Days that are mostly today."""


def drawn(naming: Naming, form: Form, named: Named) -> Form:
    """Return the form of a change as it begins."""
    language = naming.asked.language
    for name, hint in _HINTS.items():
        form = form.changed(name, hint=translate(hint, language))
    for name in _TODAY:
        form = form.changed(name, typed=filters.day(naming.asked.today))
    if form.field("unit") is not None:
        form = _placed(naming, form, named)
    own = _OWN.get(naming.command)
    return form if own is None else own(naming, form, named)


def _placed(naming: Naming, form: Form, named: Named) -> Form:
    """Return the form with the units in which the account may do this; only the top may leave it open."""
    choices = unit_choices(register_units.unit_options(naming.session, naming.reach))
    own = "" if named.person is None else named.person.unit
    typed = own if own in {one.value for one in choices} else ""
    if len(choices) == 1:
        typed = choices[0].value
    required = not naming.reach.is_whole or naming.kind.model.model_fields["unit"].is_required()
    return form.changed("unit", kind="choice", choices=choices, typed=typed, required=required)


def _unit(naming: Naming, form: Form, _: Named) -> Form:
    known = tuple(dict.fromkeys((*_BODIES, *register_units.kinds(naming.session))))
    choices = tuple(Choice(value=one, text=caption("body", one, naming.asked.language)) for one in known)
    return form.changed("kind", kind="choice", choices=choices)


def _correction(naming: Naming, form: Form, named: Named) -> Form:  # noqa: ARG001 -- as its siblings
    if named.person is None:
        return form
    name = named.known["field"]
    now = named.person.correctable[name]
    kind = "date" if name == "born_on" else "line"
    typed = forms.as_typed({"value": now}).get("value", "")
    return form.changed("value", kind=kind, typed=typed)


def _standing(naming: Naming, form: Form, named: Named) -> Form:  # noqa: ARG001 -- as its siblings
    if named.person is None:
        return form
    facts = named.person
    known = {
        "standing": None if facts.standing == "none" else facts.standing,
        "joined_on": facts.joined_on,
        "official_on": facts.official_on,
        "in_unit_since": facts.in_unit_since,
    }
    return forms.filled(form, forms.as_typed(known), key=form.key)


def _person(naming: Naming, form: Form, _: Named) -> Form:
    return form.changed("in_unit_since", typed=filters.day(naming.asked.today))


def _account(naming: Naming, form: Form, named: Named) -> Form:  # noqa: ARG001 -- as its siblings
    """Return the form with the person's id as the name of their first account."""
    is_first = named.person is not None and not named.person.accounts
    return form.changed("id", typed=named.known["person"]) if is_first else form


_OWN: Mapping[str, Callable[[Naming, Form, Named], Form]] = {
    "add_unit": _unit,
    "add_person": _person,
    "correct_person": _correction,
    "enter_standing": _standing,
    "open_account": _account,
}
