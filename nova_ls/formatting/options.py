"""How the formatter is told to write: the options that `.tidyrc.json` has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeVar

from nova_ls.base.slotted import value
from nova_ls.formatting.document import NEVER
from nova_ls.formatting.operators import KnownOperator

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


@value
class FormatOptions:
    """`width`: of a line, at most, where lines can be broken; None: lines are broken where the author has.

    `operators`: those of the project's own modules and packages, as far as they are known.
    """

    indent: int = 2
    width: int | None = None
    ribbon: float = 1.0
    arrows: Arrows = Arrows.FIRST
    unicode: Unicode = Unicode.SOURCE
    import_sort: ImportSort = ImportSort.SOURCE
    import_wrap: ImportWrap = ImportWrap.SOURCE
    operators: frozenset[KnownOperator] = frozenset()

    @property
    def page(self) -> int:
        """The width of a line as the printer takes it; NEVER: lines are not broken."""
        return NEVER if self.width is None else self.width


DEFAULTS: Final = FormatOptions()
WIDEST_INDENT: Final = 16


class WrongOption(ValueError):
    """An option has a value that it cannot have: one line for a person."""


def options_from(
    settings: Mapping[str, object], operators: frozenset[KnownOperator] = frozenset()
) -> FormatOptions:
    """Options by the names that `.tidyrc.json` has for them; names that are none are passed over. WrongOption: see there."""
    indent = _whole(settings, "indent", WIDEST_INDENT)
    return FormatOptions(
        indent=DEFAULTS.indent if indent is None else indent,
        width=_whole(settings, "width", NEVER - 1),
        ribbon=_ratio(settings, "ribbon", DEFAULTS.ribbon),
        arrows=_one_of(settings, "typeArrowPlacement", DEFAULTS.arrows),
        unicode=_one_of(settings, "unicode", DEFAULTS.unicode),
        import_sort=_one_of(settings, "importSort", DEFAULTS.import_sort),
        import_wrap=_one_of(settings, "importWrap", DEFAULTS.import_wrap),
        operators=operators,
    )


def _whole(settings: Mapping[str, object], name: str, most: int) -> int | None:
    value = settings.get(name)
    if value is None or (isinstance(value, int) and value is not True and 1 <= value <= most):
        return value
    raise WrongOption(f"`{name}` must be a whole number from 1 on")


def _ratio(settings: Mapping[str, object], name: str, default: float) -> float:
    value = settings.get(name)
    if value is None:
        return default
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise WrongOption(f"`{name}` must be a number from 0 to 1")


def _one_of(settings: Mapping[str, object], name: str, default: _E) -> _E:
    value = settings.get(name)
    if value is None:
        return default
    kinds = type(default)
    for kind in kinds:
        if kind.value == value:
            return kind
    words = " or ".join(f'"{kind.value}"' for kind in kinds)
    raise WrongOption(f"`{name}` must be {words}")
