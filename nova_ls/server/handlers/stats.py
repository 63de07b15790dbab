"""`nova/stats`: what the server has done so far, over all open workspaces.

`typed`: elements typed; `found`: elements whose results were found in memory or in the log; `cutOff`: units that were looked at and
needed nothing; `settled`: whether nothing is left to check, to tell or to commit; `workspaces`: for each what `nova-ls stats --format json` says of its server, as it is now.
"""

from __future__ import annotations

from typing import Any, Final

from nova_ls.engine.event_trace import Action
from nova_ls.maintenance.run_metrics import metrics_as_data
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.sessions.server_context import ServerContext


def handle_stats(server: ServerContext, _params: Any) -> dict[str, Any]:
    """Counts over all workspaces (above)."""
    sessions = list(server.sessions)
    programs = [session.workspace.program for session in sessions]
    return {
        "typed": sum(program.tally[Action.RAN] for program in programs),
        "found": sum(program.tally[Action.FOUND] for program in programs),
        "cutOff": sum(program.engine.trace.counts[Action.CUT_OFF] for program in programs),
        "modules": sum(len(program.modules) for program in programs),
        "declarations": sum(m.declaration_count for p in programs for m in p.modules.values()),
        "settled": all(session.is_settled for session in sessions),
        "workspaces": [
            {"root": str(session.root or ""), **metrics_as_data(session.workspace.metrics())}
            for session in sessions
        ],
    }


REGISTRATIONS: Final = (Registration("nova/stats", handle_stats),)
