"""The declaration log: entries, heads, commits, branches, and what is told from them.

Imports store and base. Nothing here knows Nova: units are a kind and a name, payloads are bytes. Start with `entry.py`, `commit.py`, then
`declaration_log.py`; `rows.py` says where everything lies.
"""

from nova_ls.log.branches import (
    branches,
    checkout,
    commit_at,
    commits_beginning,
    current_branch,
    delete_branch,
    heads_at,
    make_branch,
)
from nova_ls.log.commit import BranchHead, Commit, CommitId, Movement, UnitChange
from nova_ls.log.declaration_log import DeclarationLog, UnitBlame, UnitVersion
from nova_ls.log.entry import Draft, Entry, EntryId, LookUp
from nova_ls.log.follow import checked_branch, follow, must_follow
from nova_ls.log.garbage import Garbage, Retention, collect, find_garbage
from nova_ls.log.housekeeping import LogLimits, Measure, enforce_limits, measure_log, oldest_kept
from nova_ls.log.log_check import check_log
from nova_ls.log.log_error import LogError
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.outbox import Outbox, PendingCommit
from nova_ls.log.pending_merge import ConcurrentChange, Merged, merge_pending, settle_heads

__all__ = [
    "BranchHead",
    "Commit",
    "CommitId",
    "ConcurrentChange",
    "DeclarationLog",
    "Draft",
    "Entry",
    "EntryId",
    "Garbage",
    "LogError",
    "LogLimits",
    "LogUnit",
    "LookUp",
    "Measure",
    "Merged",
    "Movement",
    "Outbox",
    "PendingCommit",
    "Retention",
    "UnitBlame",
    "UnitChange",
    "UnitVersion",
    "branches",
    "check_log",
    "checked_branch",
    "checkout",
    "collect",
    "commit_at",
    "commits_beginning",
    "current_branch",
    "delete_branch",
    "enforce_limits",
    "find_garbage",
    "follow",
    "heads_at",
    "make_branch",
    "measure_log",
    "merge_pending",
    "must_follow",
    "oldest_kept",
    "settle_heads",
]
