"""How the findings of a check are shown: as JSON for programs, with source lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, Final

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.cli.paint import paint
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

_WORDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "information",
    Severity.HINT: "hint",
}
_STYLES: Final = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "dim",
}


@value
class ReportedDiagnostic:
    """A diagnostic with its file, its chunk, how serious it is in its workspace, and its message."""

    file: File
    chunk: SourceChunk
    diagnostic: Diagnostic
    severity: Severity
    message: str

    def range(self, encoding: Encoding) -> tuple[tuple[int, int], tuple[int, int]]:
        """Start and end as lines and columns from 0, in an encoding."""
        source = self.file.source
        start = source.position_in(self.chunk, self.diagnostic.start, encoding)
        end = source.position_in(self.chunk, self.diagnostic.end, encoding)
        return start, end


@value
class CheckSummary:
    """The counts of a check."""

    modules: int
    declarations: int
    errors: int
    warnings: int
    seconds: float

    @staticmethod
    def of(
        workspace: Workspace, findings: Sequence[ReportedDiagnostic], seconds: float
    ) -> CheckSummary:
        """The counts of a workspace that has been checked in so many seconds."""
        modules = workspace.program.modules.values()
        severities = [finding.severity for finding in findings]
        return CheckSummary(
            len(modules),
            sum(module.declaration_count for module in modules),
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            seconds,
        )


def report_json(findings: Sequence[ReportedDiagnostic], summary: CheckSummary) -> None:
    """One object; lines and characters from 0, characters in UTF-16 units."""
    json.dump(
        {
            "diagnostics": [_json(finding) for finding in findings],
            "summary": {
                "modules": summary.modules,
                "declarations": summary.declarations,
                "errors": summary.errors,
                "warnings": summary.warnings,
                "elapsed_ms": round(summary.seconds * 1000),
            },
        },
        sys.stdout,
    )
    sys.stdout.write("\n")


def _json(finding: ReportedDiagnostic) -> dict[str, Any]:
    start, end = finding.range(Encoding.UTF16)
    return {
        "file": str(finding.file.path),
        "range": {
            "start": {"line": start[0], "character": start[1]},
            "end": {"line": end[0], "character": end[1]},
        },
        "severity": _WORDS[finding.severity],
        "code": finding.diagnostic.code,
        "message": finding.message,
    }


def report_text(findings: Sequence[ReportedDiagnostic], summary: CheckSummary) -> None:
    """Place, code and message of each finding with the source line and a marker below it."""
    if findings:
        _print_findings(findings)
    counts = f"{count(summary.errors, 'error')}, {count(summary.warnings, 'warning')}"
    modules = f"{count(summary.modules, 'module')}, {count(summary.declarations, 'declaration')}"
    counts = paint(counts, "bold red" if summary.errors else "bold green")
    print(f"{counts} in {modules} ({summary.seconds:.2f} s)")


def _print_findings(findings: Sequence[ReportedDiagnostic]) -> None:
    from rich.console import Console  # slow to import, and of no use where nothing is wrong
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        (line, column), (end_line, end_column) = finding.range(Encoding.UTF32)
        severity = finding.severity
        head = Text(f"{_shown(finding.file)}:{line + 1}:{column + 1} ")
        head.append(_WORDS[severity], _STYLES[severity])
        head.append(f" {finding.diagnostic.code}")
        console.print(head)
        text = _line(finding, line)
        stop = end_column if end_line == line else len(text)
        marker = " " * column + "^" * max(stop - column, 1)
        gutter = f"{line + 1:5} | "
        console.print(Text(gutter, "dim").append(text, "none"))
        console.print(Text(" " * (len(gutter) - 2) + "| ", "dim").append(marker, _STYLES[severity]))
        for row in finding.message.splitlines():
            console.print(Text(f"  {row}"))
        console.print()


def count(number: int, word: str) -> str:
    """`1 word` or `2 words`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _shown(file: File) -> str:
    """The path as a person at the prompt would write it."""
    from pathlib import Path

    try:
        return str(file.path.relative_to(Path.cwd()))
    except ValueError:
        return str(file.path)


def _line(finding: ReportedDiagnostic, line: int) -> str:
    source = finding.file.source
    within = line - source.first_lines[source.index_of(finding.chunk)]
    lines = finding.chunk.lines
    end = lines[within + 1] if within + 1 < len(lines) else len(finding.chunk.text)
    return finding.chunk.text[lines[within] : end].rstrip("\r\n").replace("\t", " ")
