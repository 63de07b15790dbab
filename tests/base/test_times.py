"""Times and durations as people write them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

import nova_ls
from nova_ls.base.times import parse_duration, parse_time, show_age, show_time

NOW = datetime(2025, 6, 15, 12, 0).timestamp()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", datetime(2025, 6, 15, 12, 0)),
        ("today", datetime(2025, 6, 15)),
        ("yesterday", datetime(2025, 6, 14, 12, 0)),
        ("2 hours ago", datetime(2025, 6, 15, 10, 0)),
        ("an hour ago", datetime(2025, 6, 15, 11, 0)),
        ("2.days.ago", datetime(2025, 6, 13, 12, 0)),
        ("1 week ago", datetime(2025, 6, 8, 12, 0)),
        ("09:30", datetime(2025, 6, 15, 9, 30)),
        ("2025-03-01 09:00", datetime(2025, 3, 1, 9, 0)),
        ("2025-03-01T09:00:30", datetime(2025, 3, 1, 9, 0, 30)),
    ],
)
def test_a_time_is_read(text: str, moment: datetime) -> None:
    assert parse_time(text, NOW) == moment.timestamp()


def test_a_day_means_all_of_it() -> None:
    found = parse_time("2025-03-01", NOW)
    assert found is not None
    assert datetime(2025, 3, 1, 23, 59).timestamp() < found < datetime(2025, 3, 2).timestamp()


@pytest.mark.parametrize(
    "text", ["main", "HEAD~2", "2 moons ago", "ago", "25:61", "2025-13-01", ""]
)
def test_other_words_are_not_times(text: str) -> None:
    assert parse_time(text, NOW) is None


def test_durations() -> None:
    assert parse_duration("90 days") == 90 * 86_400
    assert parse_duration("1 hour") == 3600
    assert parse_duration("soon") is None


def test_ages_are_as_short_as_can_be() -> None:
    assert [show_age(n) for n in (0, 61, 7200, 86_400 * 15)] == [
        "just now",
        "1 minute ago",
        "2 hours ago",
        "2 weeks ago",
    ]


def test_a_time_is_shown_as_git_shows_it() -> None:
    early = datetime(2025, 6, 5, 9, 8, 7).timestamp()
    assert re.fullmatch(r"Thu Jun 5 09:08:07 2025 [+-]\d{4}", show_time(early))
    assert re.fullmatch(r"Sun Jun 15 12:00:00 2025 [+-]\d{4}", show_time(NOW))


def test_no_format_of_a_time_is_of_one_platform_alone() -> None:
    sources = Path(nova_ls.__file__).parent.rglob("*.py")
    formats = re.compile(r"(?:strftime\(|\{\w+:)[^\n]*%-[a-zA-Z]")
    assert [path for path in sources if formats.search(path.read_text("utf-8"))] == []
