"""What a browser calls itself, as people would call it: “Chrome trên Android”."""

from __future__ import annotations

from outputs.wording import Language
from outputs.wording.language import mark, translate

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_NAMED = mark("%(browser)s trên %(system)s")
_UNKNOWN = mark("Trình duyệt không rõ tên")
_ON_PHONES = ("Mobile", "Android", "iPhone")


def device_name(user_agent: str, language: Language) -> str:
    """Return what readers call a browser."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), None)
    if browser is None or system is None:
        return translate(_UNKNOWN, language)
    return translate(_NAMED, language) % {"browser": browser, "system": system}


def is_phone(user_agent: str) -> bool:
    """Say whether a browser runs on a phone."""
    return any(sign in user_agent for sign in _ON_PHONES)
