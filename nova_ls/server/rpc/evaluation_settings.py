"""What the user has set about evaluating what comments ask for."""

from __future__ import annotations


class EvaluationSettings:
    """`is_allowed`: code of the workspace may run, as far as the user is concerned. `has_lenses`: comments have lenses that run them."""

    def __init__(self, is_trusted: bool) -> None:
        self._is_trusted = is_trusted
        self.is_allowed = True
        self.has_lenses = True

    @property
    def may_run(self) -> bool:
        """Whether code of the workspace may run: the client trusts it as well."""
        return self._is_trusted and self.is_allowed

    def take(self, *, is_allowed: bool, has_lenses: bool) -> bool:
        """Take over what is set; whether it is something else than before."""
        before = self.is_allowed, self.has_lenses
        self.is_allowed, self.has_lenses = is_allowed, has_lenses
        return before != (is_allowed, has_lenses)
