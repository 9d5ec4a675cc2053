"""The command `diudat`: every command with its options; what a command does lies in `console/`.

Commands import what they need when they run, so that `diudat --help` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from console.options import (
    AsJson,
    By,
    Language,
    MaybeNumber,
    Number,
    asked_as_json,
    chosen_language,
    group_of,
    in_front,
    say,
    speak_in_help,
)
from models.errors import DiudatError

if TYPE_CHECKING:
    from console.exits import Exit
    from console.office import Office
    from console.screen import Screen
    from settings import Settings

SYSTEM = "system"  # engine.access.SYSTEM, without importing the engine for --help

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=say(
        "Dìu Dắt: dẫn một hồ sơ kết nạp đi hết con đường, từ chiến sĩ dân quân đến đảng viên chính thức.",
        "Dìu Dắt: carries one admission dossier the whole road, from militia recruit to official member.",
    ),
)
dossier = group_of("Xem các hồ sơ.", "Look at dossiers.")
step = group_of("Làm một bước, hay kiểm tra điều kiện của nó.", "Do a step, or check what it requires.")
procedure = group_of("Xem và kiểm tra các quy trình.", "Show and check the procedures.")
account = group_of("Tài khoản đăng nhập.", "Accounts people sign in with.")
notices = group_of("Thông báo không gửi được.", "Notices that were given up.")
for group, its in (
    ("dossier", dossier),
    ("step", step),
    ("procedure", procedure),
    ("account", account),
    ("notices", notices),
):
    app.add_typer(its, name=group)


@app.callback()
def _everywhere(
    lang: Annotated[
        Language | None, typer.Option(help=say("Ngôn ngữ: vi hoặc en.", "Language: vi or en."))
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=say(
                "Thư mục của cơ quan, thay cho DIUDAT_HOME.", "The office's folder, instead of DIUDAT_HOME."
            ),
        ),
    ] = None,
) -> None:
    if lang is not None:
        os.environ["DIUDAT_LANGUAGE"] = lang
    if home is not None:
        os.environ["DIUDAT_HOME"] = str(home)


@app.command(
    help=say("Kể câu chuyện Quận 4, 2019–2022, từ đầu đến cuối.", "Carry the District 4 story end to end.")
)
def demo(
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help=say("Nơi ghi.", "Where to write."))] = Path(
        "demo"
    ),
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help=say("Xóa và làm lại.", "Begin anew."))] = False,
    brief: Annotated[
        bool, typer.Option("--brief", help=say("Không in phần kết.", "Do not show how it ends."))
    ] = False,
) -> None:
    """Carry the District 4 story through the real flows, into a folder of its own."""
    from console import demo as telling

    _end(telling.tell(_screen(), folder, fresh=fresh, brief=brief))


Host = Annotated[
    str,
    typer.Option(metavar="HOST", help=say("Địa chỉ của máy để nghe.", "The machine's address.")),
]
Port = Annotated[int, typer.Option(min=1, max=65535, help=say("Cổng của bàn hồ sơ.", "The desk's port."))]


@app.command(
    help=say(
        "Chạy cả chương trình: bàn hồ sơ, Prefect, người làm việc nền.",
        "Run the program: desk, Prefect, walker.",
    )
)
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    prefect_port: Annotated[
        int, typer.Option(min=1, max=65535, help=say("Cổng của Prefect.", "Prefect's port."))
    ] = 4200,
    *,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help=say(
                "Dựng câu chuyện Quận 4 vào thư mục trống; in tài khoản xem thử, mật khẩu mới.",
                "Tell the District 4 story into an empty folder; print accounts, new passwords.",
            ),
        ),
    ] = False,
) -> None:
    """Run the program: desk, Prefect's server and worker, resident walker."""
    from console import serving

    ports = serving.Ports(host=host, desk=port, prefect=prefect_port)
    _end(serving.serve(_screen(), _settings(), ports, demo=demo))


@app.command(help=say("Chỉ chạy bàn hồ sơ.", "Run the desk alone."))
def desk(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the desk alone, where the walker and Prefect run elsewhere."""
    from desk import serving

    serving.run(_settings(), host=host, port=port)


@app.command(help=say("Làm những việc đang chờ: văn bản, thông báo.", "Make what waits: documents, notices."))
def walk(
    *,
    forever: Annotated[
        bool,
        typer.Option(
            "--forever/--once", help=say("Ở lại làm, hay chỉ một lần.", "Stay at work, or only once.")
        ),
    ] = False,
) -> None:
    """Make what waits: documents, notices."""
    from console import walking

    with _office() as office:
        if forever:
            walking.forever(office.settings)
        else:
            _end(walking.once(office))


@app.command(
    help=say("Nhắc hạn và kết thúc thời hạn của một ngày.", "Remind of limits, end terms, of a day.")
)
def sweep(
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help=say("Bỏ trống: hôm nay.", "Left out: today.")
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Remind of limits, end terms, of a day."""
    from console import walking

    with _office() as office:
        walking.sweep(office, None if on is None else on.date(), as_json=as_json)


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

    with _office() as office:
        dossiers.show_list(
            office, Wanted(status=status, stage=stage, unit=unit, name=name), by, as_json=as_json
        )


@dossier.command("show", help=say("Xem một hồ sơ.", "Show one dossier."))
def dossier_show(number: Number, by: By = SYSTEM, *, as_json: AsJson = False) -> None:
    """Show one dossier."""
    from console import dossiers

    with _office() as office:
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

    with _office() as office:
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

    with _office() as office:
        dossiers.show_documents(office, number, by, as_json=as_json, save=save)


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
    with _office() as office:
        if check:
            _end(steps.check(office, command, by=by, at=office.now(), as_json=as_json))
        else:
            _end(steps.submit(office, command, by=by, key=key, at=office.now(), as_json=as_json))


@procedure.command("list", help=say("Liệt kê các phiên bản.", "List the versions."))
def procedure_list(*, as_json: AsJson = False) -> None:
    """List the versions."""
    from console import regulations

    regulations.list_all(_screen(), as_json=as_json)


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

    _end(regulations.check(_screen(), folder, as_json=as_json))


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

    regulations.show(_screen(), version, step, as_json=as_json)


@procedure.command("diff", help=say("So hai phiên bản.", "Compare two versions."))
def procedure_diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE")],
    after: Annotated[str, typer.Argument(metavar="AFTER")],
    *,
    as_json: AsJson = False,
) -> None:
    """Compare two versions."""
    from console import regulations

    regulations.diff(_screen(), before, after, as_json=as_json)


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

    with _office() as office:
        accounts.give_password(office, name, as_json=as_json)


@notices.command("dead", help=say("Liệt kê thông báo bị bỏ lại.", "List notices that were given up."))
def notices_dead(number: MaybeNumber = None, *, as_json: AsJson = False) -> None:
    """List notices that were given up."""
    from console import letters

    with _office() as office:
        letters.show_dead(office, number, as_json=as_json)


@notices.command("resend", help=say("Gửi lại thông báo bị bỏ lại.", "Send them again."))
def notices_resend(number: MaybeNumber = None) -> None:
    """Send notices that were given up again, with the next wave."""
    from console import letters

    with _office() as office:
        letters.resend(office, number, office.now())


@app.command(help=say("Kiểm tra nhật ký và kho tệp.", "Verify the record and the archive."))
def verify(
    number: MaybeNumber = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Verify the record and the archive."""
    from console import records

    with _office() as office:
        _end(records.verify(office, number, as_json=as_json))


@app.command(help=say("Đưa cơ sở dữ liệu lên phiên bản này.", "Bring the database up to this version."))
def migrate() -> None:
    """Bring the database up to this version."""
    from contextlib import closing

    from console import records
    from engine.database import open_database

    with closing(open_database(_settings().database_url)) as database:
        records.migrate(_screen(), database)


@app.command(help=say("In phiên bản của chương trình.", "Print the program's version."))
def version(*, as_json: AsJson = False) -> None:
    """Print the program's version."""
    from console import versions

    versions.show(_screen(), as_json=as_json)


def _screen(arguments: Sequence[str] = ()) -> Screen:
    from console.screen import Screen

    return Screen(chosen_language(arguments))


def _settings() -> Settings:
    import settings

    return settings.load()


@contextmanager
def _office() -> Iterator[Office]:
    from console import office

    with office.opened(_settings(), _screen()) as ready:
        yield ready


def _end(code: Exit) -> None:
    if code:
        raise typer.Exit(code)


def main() -> None:
    """Run a command; whatever may go wrong as a matter of course ends it with a sentence and a number."""
    signal.signal(signal.SIGTERM, _asked_to_end)
    arguments = in_front(sys.argv[1:], "--lang", "--home")
    if not arguments or "--help" in arguments:
        speak_in_help()
    try:
        sys.exit(app(args=arguments, prog_name="diudat", standalone_mode=False))
    except DiudatError as error:
        from console import failures

        sys.exit(failures.told(_screen(arguments), error, as_json=asked_as_json(arguments)))
    except typer.TyperException as misused:
        from console import usage

        sys.exit(usage.told(_screen(arguments), misused))


def _asked_to_end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 -- as signals call it
    """End as on an error, so that servers the command started are stopped."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
