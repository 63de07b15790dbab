"""Versions and differences as plain data: for JSON at the prompt, and for requests of an editor."""

from __future__ import annotations

from typing import Any

from nova_ls.history.comparison.api_changes import ApiChange
from nova_ls.history.comparison.compare import Comparison, DeclarationChange
from nova_ls.history.declaration import StoredDeclaration
from nova_ls.history.declaration_versions import DeclarationVersion, signature
from nova_ls.log.commit import Commit


def text_of(declaration: StoredDeclaration | None) -> str:
    """Its text without the blank lines around it."""
    return "" if declaration is None else declaration.text.strip("\r\n") + "\n"


def commit_as_data(commit: Commit, declared: list[str]) -> dict[str, Any]:
    """`declared`: the names of the declarations that it changed."""
    return {
        "commit": commit.id.hex(),
        "parent": commit.parent.hex() if commit.parent else None,
        "branch": commit.branch,
        "author": commit.author,
        "time": commit.time,
        "message": commit.message,
        "declarations": declared,
    }


def version_as_data(version: DeclarationVersion) -> dict[str, Any]:
    """A version of a declaration, for JSON (docs/json.md)."""
    declaration = version.declaration
    found: dict[str, Any] = {
        "commit": version.commit.id.hex(),
        "author": version.commit.author,
        "time": version.commit.time,
        "message": version.commit.message,
        "change": str(version.kind),
    }
    return found | declaration_as_data(declaration)


def declaration_as_data(declaration: StoredDeclaration | None) -> dict[str, Any]:
    """Where there is none, everything is null."""
    if declaration is None:
        return dict.fromkeys(("name", "kind", "signature", "text", "fails", "entries"))
    return {
        "name": declaration.name,
        "kind": declaration.word,
        "signature": signature(declaration),
        "text": text_of(declaration),
        "fails": declaration.failed,
        "entries": [entry.id.hex() for entry in declaration.entries],
    }


def comparison_as_data(comparison: Comparison) -> dict[str, Any]:
    """A comparison of two states, for JSON (docs/json.md)."""
    return api_as_data(comparison) | {
        "modules": [
            {"name": change.name, "change": str(change.kind), "exports": list(change.names)}
            for change in comparison.modules
        ],
        "declarations": [change_as_data(change) for change in comparison.declarations],
    }


def api_as_data(comparison: Comparison) -> dict[str, Any]:
    """What users of the exported interface see, alone."""
    return {
        "old": comparison.old.label,
        "new": comparison.new.label,
        "breaking": comparison.is_breaking,
        "bump": comparison.bump.word,
        "api": [_api_change_as_data(change) for change in comparison.api],
    }


def change_as_data(change: DeclarationChange) -> dict[str, Any]:
    """What changed about one declaration, for JSON (docs/json.md)."""
    declaration = change.new if change.new is not None else change.old
    return {
        "name": change.name,
        "kind": None if declaration is None else declaration.word,
        "change": str(change.kind),
        "old_name": None if change.old is None else change.old.name,
        "old_type": change.old_type,
        "new_type": change.new_type,
        "breaking": change.breaking,
        "reason": change.reason,
        "callers": list(change.callers),
        "broken": list(change.broken),
    }


def _api_change_as_data(change: ApiChange) -> dict[str, Any]:
    return {
        "module": change.module,
        "name": change.name,
        "kind": change.word,
        "bump": change.bump.word,
        "reason": change.reason,
        "old": change.old,
        "new": change.new,
    }
