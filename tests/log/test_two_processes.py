"""Two nova-ls on one workspace save at once: nothing is lost, and what both changed is named."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from nova_ls.log import DeclarationLog, Draft, Unit, check_log, diff, heads_at, rejoin
from nova_ls.log.reading import read_tip
from nova_ls.store import Access, open_database
from nova_ls.store.fsck import check_database

SAVE = """
from hashlib import sha256
from pathlib import Path
from nova_ls.log import *
from nova_ls.store import *

def save(log, **texts):
    with log.database.transaction() as transaction:
        entries = {}
        for name, text in texts.items():
            digest = sha256(text.encode()).digest()
            draft = Draft("value", name, digest, digest, [], {"source": text.encode()})
            entries[Unit("value", name)] = log.push(transaction, draft).id
        log.commit(transaction, entries, " ".join(texts.values()))
"""

OWNER = (
    SAVE
    + """
import sys
log = DeclarationLog(open_database(Path(sys.argv[1])).database, author="theirs")
save(log, f="f0", g="g0", h="h0")
print("ready", flush=True)
sys.stdin.readline()
save(log, f="f theirs", g="g theirs")
print("saved", flush=True)
sys.stdin.readline()
"""
)


def save(log: DeclarationLog, **texts: str) -> None:
    with log.database.transaction() as transaction:
        entries = {}
        for name, text in texts.items():
            digest = sha256(text.encode()).digest()
            draft = Draft("value", name, digest, digest, [], {"source": text.encode()})
            entries[Unit("value", name)] = log.push(transaction, draft).id
        log.commit(transaction, entries, " ".join(texts.values()))


def texts_of(log: DeclarationLog, heads: dict[Unit, bytes]) -> dict[str, bytes | None]:
    read = log.entries(list(heads.values()))
    return {unit.name: log.part(read[entry], "source") for unit, entry in heads.items()}


def test_what_two_processes_saved_is_joined_when_one_takes_over(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdin is not None
        assert owner.stdout.readline() == "ready\n"
        database = open_database(tmp_path / "db").database
        assert database.access is Access.FOLLOWER
        log = DeclarationLog(database, author="ours")
        save(log, f="f ours")
        save(log, h="h ours", i="i ours")
        ours = read_tip(database, "main")
        owner.stdin.write("save\n")
        owner.stdin.flush()
        assert owner.stdout.readline() == "saved\n"
        owner.kill()
    taken = database.try_take_over()
    assert taken is not None
    with database.transaction() as transaction:
        (joined,) = rejoin(log, transaction, taken.conflicts)
    assert joined.both == (Unit("value", "f"),)
    wanted = {"f": b"f ours", "g": b"g theirs", "h": b"h ours", "i": b"i ours"}
    assert texts_of(log, dict(log.heads())) == wanted
    at_tip = heads_at(database, joined.commit.id)
    assert texts_of(log, {unit: head.entry or b"" for unit, head in at_tip.items()}) == wanted
    assert joined.commit.parent is not None
    changed = {d.unit.name for d in diff(log, joined.commit.parent, joined.commit.id)}
    assert changed == {"f", "h", "i"}
    # Both sides' versions are there: ours behind the unit, theirs behind the branch.
    messages = [version.commit.message for version in log.history(Unit("value", "f"))]
    assert messages[1:] == ["f ours", "f0 g0 h0"]
    assert ours in {movement.new for movement in log.reflog()}
    assert check_log(database) == []
    assert check_database(database) == []
    database.close()
