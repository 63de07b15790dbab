"""Times as people write them: `2 hours ago`, `yesterday`, `14:30`, `2025-03-01 09:00`; and as they read them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

UNITS: Final = {
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}
_AGO: Final = re.compile(r"(\d+|an?|one)[ .]+([a-z]+?)s?[ .]+ago", re.IGNORECASE)
_DURATION: Final = re.compile(r"(\d+)\s*([a-z]+?)s?")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def parse_time(text: str, now: float) -> float | None:
    """Seconds since the epoch, in the local time zone; None where the text is not a time."""
    words = text.strip().lower()
    if words in ("now", "today"):
        return now if words == "now" else _midnight(now)
    if words == "yesterday":
        return now - UNITS["day"]
    ago = _AGO.fullmatch(words)
    if ago is not None:
        count = int(ago[1]) if ago[1].isdigit() else 1
        seconds = UNITS.get(ago[2])
        return None if seconds is None else now - count * seconds
    clock = _CLOCK.fullmatch(words)
    if clock is not None and int(clock[1]) < 24 and int(clock[2]) < 60:
        return _midnight(now) + int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    return _calendar(text.strip())


def parse_duration(text: str) -> float | None:
    """Seconds of `90 days`, `12 hours`; None where the text is not a duration."""
    match = _DURATION.fullmatch(text.strip().lower())
    seconds = None if match is None else UNITS.get(match[2])
    return None if match is None or seconds is None else float(int(match[1]) * seconds)


def show_age(seconds: float) -> str:
    """`3 hours ago`, as short as it can be said."""
    if seconds < 5:
        return "just now"
    for word in ("year", "month", "week", "day", "hour", "minute", "second"):
        count = int(seconds // UNITS[word])
        if count:
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"


def show_time(time: float) -> str:
    """Date and time of the local time zone, as git shows them."""
    when = datetime.fromtimestamp(time).astimezone()
    # Not `%-d`, which Windows does not have.
    return f"{when:%a %b} {when.day} {when:%H:%M:%S %Y %z}"


def _midnight(now: float) -> float:
    day = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return day.timestamp()


def _calendar(text: str) -> float | None:
    if not _DATE.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == len("2025-03-01"):
        moment += timedelta(days=1, microseconds=-1)  # A day means all of it.
    return moment.timestamp()
