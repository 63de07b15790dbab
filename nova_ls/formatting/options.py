"""How the formatter is told to write: the options that `.tidyrc.json` has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from nova_ls.formatting.document import NEVER

_E = TypeVar("_E", bound=Enum)


class Arrows(Enum):
    """Where the arrows of a type stand that has several lines."""

    FIRST = "first"
    LAST = "last"


class Unicode(Enum):
    """Whether `→`, `∷`, `∀` and their like are written."""

    SOURCE = "source"
    ALWAYS = "always"
    NEVER = "never"


class ImportSort(Enum):
    """Imports as the author has sorted them, or as PureScript's editor support does."""

    SOURCE = "source"
    IDE = "ide"


class ImportWrap(Enum):
    """Imports in several lines where the author has broken them, or where they are too long."""

    SOURCE = "source"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """`width`: of a line, at most, where lines can be broken; None: lines are broken where the author has."""

    indent: int = 2
    width: int | None = None
    ribbon: float = 1.0
    arrows: Arrows = Arrows.FIRST
    unicode: Unicode = Unicode.SOURCE
    import_sort: ImportSort = ImportSort.SOURCE
    import_wrap: ImportWrap = ImportWrap.SOURCE

    @property
    def page(self) -> int:
        return NEVER if self.width is None else self.width


DEFAULTS: Final = FormatOptions()
WIDEST_INDENT: Final = 16


def options_from(settings: Mapping[str, object]) -> FormatOptions:
    """Options by the names that `.tidyrc.json` has for them. What is missing or no good is as it is by default."""
    indent, width, ribbon = (settings.get(name) for name in ("indent", "width", "ribbon"))
    return FormatOptions(
        indent=_whole(indent, 1, WIDEST_INDENT) or DEFAULTS.indent,
        width=_whole(width, 1, NEVER - 1),
        ribbon=_ratio(ribbon),
        arrows=_one_of(Arrows, settings.get("typeArrowPlacement"), DEFAULTS.arrows),
        unicode=_one_of(Unicode, settings.get("unicode"), DEFAULTS.unicode),
        import_sort=_one_of(ImportSort, settings.get("importSort"), DEFAULTS.import_sort),
        import_wrap=_one_of(ImportWrap, settings.get("importWrap"), DEFAULTS.import_wrap),
    )


def _whole(value: object, least: int, most: int) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if isinstance(value, int) and is_whole else None


def _one_of(kinds: type[_E], value: object, default: _E) -> _E:
    return next((kind for kind in kinds if kind.value == value), default)


def _ratio(value: object) -> float:
    is_ratio = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if isinstance(value, int | float) and is_ratio else DEFAULTS.ribbon
