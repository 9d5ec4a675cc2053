"""What is wrong in the settings, in Vietnamese; they speak English themselves, for logs are in it."""

from __future__ import annotations

import re

from outputs.wording.language import Language

_NAME = r"DIUDAT_\w+"
_IT = rf"(?P<name>{_NAME})"
SENTENCES: tuple[tuple[str, str], ...] = (
    (
        rf"{_IT} is no setting",
        "Không có cấu hình %(name)s.",
    ),
    (
        rf"{_IT} is no setting; did you mean (?P<near>{_NAME})\?",
        "Không có cấu hình %(name)s; có phải %(near)s?",
    ),
    (
        rf"{_IT} is set but (?P<other>{_NAME}) is not",
        "Có %(name)s thì cần cả %(other)s.",
    ),
    (
        rf"{_IT} and (?P<other>{_NAME}) go together: set both or neither",
        "%(name)s và %(other)s đi đôi: đặt cả hai hoặc bỏ cả hai.",
    ),
    (
        rf"{_IT} none would send the password in the clear: use starttls or tls",
        "%(name)s là none thì mật khẩu đi qua mạng không mã hóa: dùng starttls hoặc tls.",
    ),
    (
        rf"{_IT} is not a mail address",
        "%(name)s không phải địa chỉ thư.",
    ),
    (
        rf"{_IT} is set, so (?P<other>{_NAME}) and (?P<third>{_NAME}) must be",
        "Có %(name)s thì cần cả %(other)s và %(third)s.",
    ),
    (
        rf"{_IT} is not set, and the walker needs Prefect's server",
        "Chưa có %(name)s: người làm việc nền cần máy chủ Prefect.",
    ),
    (
        rf"{_IT}: must begin with sqlite:/// and name a file, or with postgresql://",
        "%(name)s: cần bắt đầu bằng sqlite:/// và nêu tên tệp, hoặc bằng postgresql://.",
    ),
    (
        rf"{_IT}: must be 32 bytes in base64, .*",
        "%(name)s: cần 32 byte viết theo base64, như lệnh openssl rand -base64 32 cho ra.",
    ),
    (
        rf"{_IT}: (?P<given>\S+) is no network; .*",
        "%(name)s: %(given)s không phải một mạng; viết như 192.168.1.0/24.",
    ),
    (
        rf"{_IT}: cannot be read as a command: .*",
        "%(name)s: không đọc được thành lệnh, dấu nháy chưa đóng.",
    ),
    (
        rf"{_IT}: is no time zone; .*",
        "%(name)s: không có múi giờ này; viết như Asia/Ho_Chi_Minh.",
    ),
    (
        rf"{_IT}: input should be a valid (?:integer|number).*",
        "%(name)s: cần là một số.",
    ),
    (
        rf"{_IT}: input should be greater than or equal to (?P<limit>\S+)",
        "%(name)s: cần ít nhất %(limit)s.",
    ),
    (
        rf"{_IT}: input should be greater than (?P<limit>\S+)",
        "%(name)s: cần lớn hơn %(limit)s.",
    ),
    (
        rf"{_IT}: input should be less than or equal to (?P<limit>\S+)",
        "%(name)s: nhiều nhất %(limit)s.",
    ),
    (
        rf"{_IT}: input should be (?P<known>'.+')",
        "%(name)s: cần là một trong: %(known)s.",
    ),
    (
        rf"{_IT}: input should be a valid url.*",
        "%(name)s: cần là một địa chỉ như https://hoso.example.vn.",
    ),
)
"""What the settings say, as patterns, and how readers are told."""


def setting_text(problem: str, language: Language) -> str:
    """Say one thing that is wrong in the settings; what has no Vietnamese is said in English."""
    if language == "en":
        return problem
    for pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, problem, re.IGNORECASE)
        if found is not None:
            return sentence % {name: _plain(value) for name, value in found.groupdict().items()}
    first, together, rest = problem.partition("; ")  # settings that contradict one another in several ways
    return f"{setting_text(first, language)} {setting_text(rest, language)}" if together else problem


def _plain(value: str) -> str:
    return value.replace("'", "").replace(" or ", ", ")
