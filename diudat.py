"""The command `diudat`: every command with its options; what a command does lies in `console/`.

Commands import what they need when they run, so that `diudat --help` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from console.groups import GROUPS
from console.options import (
    AsJson,
    Language,
    MaybeNumber,
    asked_as_json,
    in_front,
    say,
    speak_in_help,
)
from console.starting import end, open_office, read_settings, screen
from models.errors import DiudatError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=say(
        "Dìu Dắt: dẫn một hồ sơ kết nạp đi hết con đường, từ chiến sĩ dân quân đến đảng viên chính thức.",
        "Dìu Dắt: carries one admission dossier the whole road, from militia recruit to official member.",
    ),
)
for name, group in GROUPS:
    app.add_typer(group, name=name)


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

    end(telling.tell(screen(), folder, fresh=fresh, brief=brief))


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
    end(serving.serve(screen(), read_settings(), ports, demo=demo))


@app.command(help=say("Chỉ chạy bàn hồ sơ.", "Run the desk alone."))
def desk(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the desk alone, where the walker and Prefect run elsewhere."""
    from desk import serving

    serving.run(read_settings(), host=host, port=port)


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

    with open_office() as office:
        if forever:
            walking.forever(office.settings)
        else:
            end(walking.once(office))


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

    with open_office() as office:
        walking.sweep(office, None if on is None else on.date(), as_json=as_json)


@app.command(help=say("Kiểm tra nhật ký và kho tệp.", "Verify the record and the archive."))
def verify(
    number: MaybeNumber = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Verify the record and the archive."""
    from console import records

    with open_office() as office:
        end(records.verify(office, number, as_json=as_json))


@app.command(help=say("Xem chữ ký số của một tệp PDF bất kỳ.", "Read the signatures of any PDF."))
def signature(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("Tệp PDF.", "PDF file."))],
    *,
    as_json: AsJson = False,
) -> None:
    """Read the signatures of any PDF: who, when, changed since or not, trusted or not."""
    from console import signatures

    settings = read_settings()
    end(signatures.examine(screen(), file, settings.signing_means, settings.now(), as_json=as_json))


@app.command(help=say("Đưa cơ sở dữ liệu lên phiên bản này.", "Bring the database up to this version."))
def migrate() -> None:
    """Bring the database up to this version."""
    from contextlib import closing

    from console import records
    from engine.database import open_database

    with closing(open_database(read_settings().database_url)) as database:
        records.migrate(screen(), database)


@app.command(help=say("In phiên bản của chương trình.", "Print the program's version."))
def version(*, as_json: AsJson = False) -> None:
    """Print the program's version."""
    from console import versions

    versions.show(screen(), as_json=as_json)


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

        sys.exit(failures.told(screen(arguments), error, as_json=asked_as_json(arguments)))
    except typer.TyperException as misused:
        from console import usage

        sys.exit(usage.told(screen(arguments), misused))


def _asked_to_end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 -- as signals call it
    """End as on an error, so that servers the command started are stopped."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
