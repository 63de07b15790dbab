"""Why a request gets an error for an answer, in one line for a person."""

from __future__ import annotations


class Refused(Exception):
    """`code`: one of the protocol's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
