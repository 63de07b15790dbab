"""What holds for the whole suite: processes that tests start find their modules compiled.

Some environments have Python write no bytecode (`PYTHONDONTWRITEBYTECODE`): each of the hundreds of processes would compile all of nova_ls first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_BYTECODE = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_BYTECODE)
    sys.dont_write_bytecode = False
