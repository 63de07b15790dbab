"""The findings of a check for code review: SARIF, and annotations of GitHub Actions."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nova_ls import __version__
from nova_ls.base.diagnostic import Severity
from nova_ls.base.lines import Encoding
from nova_ls.cli.report import CheckSummary, ReportedDiagnostic, count

_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}
_ANNOTATIONS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def report_sarif(findings: Sequence[ReportedDiagnostic], summary: CheckSummary) -> None:
    """One SARIF 2.1.0 log; lines and columns from 1, columns in UTF-16 units, paths relative to this folder where they lie below it."""
    codes = sorted({finding.diagnostic.code for finding in findings})
    driver = {
        "name": "nova-ls",
        "version": __version__,
        "rules": [{"id": code, "name": code} for code in codes],
    }
    root = {"SRCROOT": {"uri": Path.cwd().as_uri() + "/"}}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": root,
        "invocations": [{"executionSuccessful": True, "exitCode": 1 if summary.errors else 0}],
        "results": [_result(finding, codes) for finding in findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    json.dump({"$schema": schema, "version": "2.1.0", "runs": [run]}, sys.stdout)
    print()


def _result(finding: ReportedDiagnostic, codes: Sequence[str]) -> dict[str, Any]:
    (line, column), (end_line, end_column) = finding.range(Encoding.UTF16)
    region = {
        "startLine": line + 1,
        "startColumn": column + 1,
        "endLine": end_line + 1,
        "endColumn": end_column + 1,
    }
    code = finding.diagnostic.code
    place = {"artifactLocation": _artifact(finding.file.path), "region": region}
    return {
        "ruleId": code,
        "ruleIndex": codes.index(code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }


def _artifact(path: Path) -> dict[str, str]:
    relative = _relative(path)
    if relative is None:
        return {"uri": path.as_uri()}
    from urllib.parse import quote  # slow to import

    return {"uri": quote(relative), "uriBaseId": "SRCROOT"}


def _relative(path: Path) -> str | None:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return None


def report_github(findings: Sequence[ReportedDiagnostic], summary: CheckSummary) -> None:
    """One workflow command for each finding, and what it came to."""
    for finding in findings:
        (line, column), (end_line, end_column) = finding.range(Encoding.UTF32)
        word = _ANNOTATIONS[_LEVELS[finding.severity]]
        path = _relative(finding.file.path) or str(finding.file.path)
        fields = {
            "file": path,
            "line": line + 1,
            "endLine": end_line + 1,
            "col": column + 1,
            "endColumn": end_column + 1,
            "title": finding.diagnostic.code,
        }
        if end_line != line:  # Columns are for what lies in one line.
            del fields["col"], fields["endColumn"]
        written = ",".join(f"{name}={_escaped_field(str(value))}" for name, value in fields.items())
        print(f"::{word} {written}::{_escaped(finding.message)}")
    print(
        f"nova-ls: {count(summary.errors, 'error')}, {count(summary.warnings, 'warning')}"
        f" in {count(summary.modules, 'module')}"
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_field(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
