"""The declaration log: entries, heads, commits, branches, and what is told from them.

Nothing here knows Nova: units are a kind and a name, payloads are bytes.
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
from nova_ls.log.commit import Change, Commit, CommitId, Head, Movement
from nova_ls.log.declaration_log import Blame, DeclarationLog, Version
from nova_ls.log.entry import Draft, Entry, EntryId, LookUp
from nova_ls.log.errors import LogError
from nova_ls.log.follow import checked_branch, follow, must_follow
from nova_ls.log.fsck import check_log
from nova_ls.log.gc import Garbage, Retention, collect, find_garbage
from nova_ls.log.housekeeping import Limits, Measure, keep_house, measure_log, oldest_kept
from nova_ls.log.outbox import Letter, Outbox
from nova_ls.log.take_in import Meeting, Taken, settle, take_in
from nova_ls.log.unit import Unit

__all__ = [
    "Blame",
    "Change",
    "Commit",
    "CommitId",
    "DeclarationLog",
    "Draft",
    "Entry",
    "EntryId",
    "Garbage",
    "Head",
    "Letter",
    "Limits",
    "LogError",
    "LookUp",
    "Measure",
    "Meeting",
    "Movement",
    "Outbox",
    "Retention",
    "Taken",
    "Unit",
    "Version",
    "branches",
    "check_log",
    "checked_branch",
    "checkout",
    "collect",
    "commit_at",
    "commits_beginning",
    "current_branch",
    "delete_branch",
    "find_garbage",
    "follow",
    "heads_at",
    "keep_house",
    "make_branch",
    "measure_log",
    "must_follow",
    "oldest_kept",
    "settle",
    "take_in",
]
