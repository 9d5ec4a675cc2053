"""Commands that come in groups: dossiers, steps, procedures, accounts, notices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.options import AsJson, By, MaybeNumber, Number, group_of, say
from console.starting import SYSTEM, end, open_office, screen

dossier = group_of("Xem các hồ sơ.", "Look at dossiers.")
documents = group_of("Ký số văn bản.", "Sign documents.")
step = group_of("Làm một bước, hay kiểm tra điều kiện của nó.", "Do a step, or check what it requires.")
procedure = group_of("Xem và kiểm tra các quy trình.", "Show and check the procedures.")
account = group_of("Tài khoản đăng nhập.", "Accounts people sign in with.")
notices = group_of("Thông báo không gửi được.", "Notices that were given up.")
GROUPS = (
    ("dossier", dossier),
    ("documents", documents),
    ("step", step),
    ("procedure", procedure),
    ("account", account),
    ("notices", notices),
)


@dossier.command("list", help=say("Liệt kê hồ sơ.", "List dossiers."))
def dossier_list(
    status: Annotated[str | None, typer.Option(help=say("Tình trạng, như returned.", "As returned."))] = None,
    stage: Annotated[str | None, typer.Option(help=say("Giai đoạn, như probation.", "As probation."))] = None,
    unit: Annotated[
        str | None, typer.Option(help=say("Đơn vị và cấp dưới.", "A unit with all below it."))
    ] = None,
    name: Annotated[str | None, typer.Option(help=say("Một phần họ tên.", "Part of a name."))] = None,
    by: By = SYSTEM,
    *,
    as_json: AsJson = False,
) -> None:
    """List dossiers."""
    from console import dossiers
    from engine.queries.dossier import Wanted

    with open_office() as office:
        dossiers.show_list(
            office, Wanted(status=status, stage=stage, unit=unit, name=name), by, as_json=as_json
        )


@dossier.command("show", help=say("Xem một hồ sơ.", "Show one dossier."))
def dossier_show(number: Number, by: By = SYSTEM, *, as_json: AsJson = False) -> None:
    """Show one dossier."""
    from console import dossiers

    with open_office() as office:
        dossiers.show_one(office, number, by, as_json=as_json)


@dossier.command("timeline", help=say("Xem nhật ký của một hồ sơ.", "Show a dossier's timeline."))
def dossier_timeline(
    number: Number,
    by: By = SYSTEM,
    *,
    everything: Annotated[
        bool,
        typer.Option("--all", help=say("Cả từng văn bản, thông báo.", "Every document and notice too.")),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a dossier's timeline."""
    from console import timelines

    with open_office() as office:
        timelines.show(office, number, by, as_json=as_json, everything=everything)


@dossier.command("documents", help=say("Xem các văn bản của một hồ sơ.", "Show a dossier's documents."))
def dossier_documents(
    number: Number,
    by: By = SYSTEM,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help=say("Chép các tệp PDF vào đây.", "Copy the PDFs here.")),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show a dossier's documents."""
    from console import dossiers

    with open_office() as office:
        dossiers.show_documents(office, number, by, as_json=as_json, save=save)


@documents.command("sign", help=say("Ký số một văn bản đã lập.", "Sign a made document."))
def documents_sign(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT", help=say("Mã văn bản, như VB-2026-0012-031.", "As VB-2026-0012-031.")
        ),
    ],
    by: Annotated[
        str, typer.Option("--by", metavar="ACCOUNT", help=say("Tài khoản ký.", "Account that signs."))
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "Tệp khóa PKCS#12. Bỏ trống: khóa của cơ quan.", "PKCS#12 file. Left out: the office's key."
            ),
        ),
    ] = None,
) -> None:
    """Sign a made document; what opens the key is asked for."""
    from console import signatures

    with open_office() as office:
        signatures.sign(office, document, key, by)


@step.command(
    "submit",
    help=say(
        "Ghi một lệnh từ tệp YAML hay JSON. Mẫu để điền: diudat procedure show VERSION STEP.",
        "Record a command from a file. To fill in: diudat procedure show VERSION STEP.",
    ),
)
def step_submit(
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("Tệp, hay - cho bàn phím.", "File, or -."))],
    by: Annotated[
        str, typer.Option("--by", metavar="ACCOUNT", help=say("Tài khoản làm.", "Account that acts."))
    ],
    key: Annotated[
        str | None,
        typer.Option(help=say("Khóa: gửi lại cũng chỉ ghi một lần.", "Key: sent again, recorded once.")),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=say(
                "Chỉ kiểm tra, không ghi; dùng cho lệnh về hồ sơ.",
                "Only check a command on a dossier, record nothing.",
            ),
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record a command, or check what it requires."""
    from console import requests, steps

    command = requests.read(file)
    with open_office() as office:
        if check:
            end(steps.check(office, command, by=by, at=office.now(), as_json=as_json))
        else:
            end(steps.submit(office, command, by=by, key=key, at=office.now(), as_json=as_json))


@procedure.command("list", help=say("Liệt kê các phiên bản.", "List the versions."))
def procedure_list(*, as_json: AsJson = False) -> None:
    """List the versions."""
    from console import regulations

    regulations.list_all(screen(), as_json=as_json)


@procedure.command("check", help=say("Kiểm tra các tệp quy trình.", "Check the procedure files."))
def procedure_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help=say("Thư mục.", "Folder."))
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check the procedure files."""
    from console import regulations

    end(regulations.check(screen(), folder, as_json=as_json))


@procedure.command("show", help=say("Xem một phiên bản.", "Show one version."))
def procedure_show(
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help=say("Phiên bản, như vn-2022.", "As vn-2022."))
    ],
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP]",
            help=say("Một bước: in mẫu lệnh để điền.", "One step: prints a request to fill in."),
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one version, or a request to fill in for one of its steps."""
    from console import regulations

    regulations.show(screen(), version, step, as_json=as_json)


@procedure.command("diff", help=say("So hai phiên bản.", "Compare two versions."))
def procedure_diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE")],
    after: Annotated[str, typer.Argument(metavar="AFTER")],
    *,
    as_json: AsJson = False,
) -> None:
    """Compare two versions."""
    from console import regulations

    regulations.diff(screen(), before, after, as_json=as_json)


@account.command(
    "password",
    help=say("Cấp mật khẩu đầu tiên, hoặc mật khẩu mới.", "Give a first password, or a new one."),
)
def account_password(
    name: Annotated[
        str, typer.Argument(metavar="ACCOUNT", help=say("Tài khoản đã mở.", "An account that is open."))
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Give an account a random password, shown once, to be changed at the first sign-in."""
    from console import accounts

    with open_office() as office:
        accounts.give_password(office, name, as_json=as_json)


@notices.command("dead", help=say("Liệt kê thông báo bị bỏ lại.", "List notices that were given up."))
def notices_dead(number: MaybeNumber = None, *, as_json: AsJson = False) -> None:
    """List notices that were given up."""
    from console import letters

    with open_office() as office:
        letters.show_dead(office, number, as_json=as_json)


@notices.command("resend", help=say("Gửi lại thông báo bị bỏ lại.", "Send them again."))
def notices_resend(number: MaybeNumber = None) -> None:
    """Send notices that were given up again, with the next wave."""
    from console import letters

    with open_office() as office:
        letters.resend(office, number, office.now())
