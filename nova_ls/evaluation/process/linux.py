"""Calls of the Linux kernel that Python has no names for: a process gives up what it will not need."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_DEATH_SIGNAL: Final = 1
_SECCOMP: Final = 22
_FILTER: Final = 2
_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT: Final = 446
_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files each version of Landlock knows."""
_READ: Final = 0b1101
"""To execute, to read files, to read folders."""
_READ_FILE: Final = 0b101

_library: Final = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """The kernel ends this process when its parent ends."""
    _library.prctl(_DEATH_SIGNAL, 9, 0, 0, 0)


def leave_network() -> bool:
    """Go where there is no network, if the kernel lets users do so."""
    return bool(_library.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def give_up_privileges() -> bool:
    """Whatever is executed from now on has no more rights than this process."""
    return bool(_library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0)


def read_only_below(paths: Iterable[str]) -> bool:
    """Landlock: from now on files below these paths can be read, and no other file, and none can be written."""
    version = _library.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    count = max(rights for since, rights in _RIGHTS.items() if since <= version)
    words = [(1 << count) - 1]
    if version >= 4:
        words.append(0b11)
    if version >= 6:
        words.append(0b11)
    attributes = struct.pack(f"={len(words)}Q", *words)
    rules = _library.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        for path in paths:
            _allow_reading(rules, path)
        return bool(_library.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow_reading(rules: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ if Path(path).is_dir() else _READ_FILE
        _library.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


# ---------------------------------------------------------------------------- seccomp

_X86: Final = {
    "arch": 0xC000003E, "clone": 56, "clone3": 435, "tgkill": 234,
    "denied": (
        41, 42, 49, 50, 53,  # socket, connect, bind, listen, socketpair
        57, 58, 59, 322,  # fork, vfork, execve, execveat
        62, 200, 129, 297, 424,  # kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
        90, 91, 268, 452, 92, 93, 94, 260,  # chmod and chown
        101, 310, 311, 438,  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
        155, 161, 165, 166, 272, 308,  # pivot_root, chroot, mount, umount2, unshare, setns
        425, 426, 427, 321, 298, 248, 249, 250,  # io_uring, bpf, perf_event_open, keys
    ),
}  # fmt: skip
_ARM: Final = {
    "arch": 0xC00000B7, "clone": 220, "clone3": 435, "tgkill": 131,
    "denied": (
        198, 203, 200, 201, 199,
        221, 281,
        129, 130, 138, 240, 424,
        52, 53, 452, 54, 55,
        117, 270, 271, 438,
        41, 51, 40, 39, 97, 268,
        425, 426, 427, 280, 241, 217, 218, 219,
    ),
}  # fmt: skip
_MACHINES: Final = {"x86_64": _X86, "aarch64": _ARM}

_NOT_PERMITTED: Final = 0x00050001
_NOT_THERE: Final = 0x00050026
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_BITS: Final = 0x45
_RETURN: Final = 0x06
_CLONE_THREAD: Final = 0x00010000


def refuse_system_calls() -> bool:
    """Seccomp: no processes, no sockets, no signals to others; threads are allowed."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    denied = machine["denied"]
    assert isinstance(denied, tuple)
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine["arch"]), (_RETURN, 0, 0, _KILL)]
    program.append((_LOAD, 0, 0, 0))
    for number in denied:
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NOT_PERMITTED)]
    program += [(_EQUAL, 0, 1, machine["clone3"]), (_RETURN, 0, 0, _NOT_THERE)]
    program += [(_EQUAL, 0, 4, machine["clone"]), (_LOAD, 0, 0, 16)]
    program += [(_BITS, 0, 1, _CLONE_THREAD), (_RETURN, 0, 0, _ALLOW)]
    program.append((_RETURN, 0, 0, _NOT_PERMITTED))
    program += [(_EQUAL, 0, 3, machine["tgkill"]), (_LOAD, 0, 0, 16)]
    program += [(_EQUAL, 1, 0, os.getpid()), (_RETURN, 0, 0, _NOT_PERMITTED)]
    program.append((_RETURN, 0, 0, _ALLOW))
    code = b"".join([struct.pack("=HBBI", *each) for each in program])
    buffer = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    return bool(_library.prctl(_SECCOMP, _FILTER, whole, 0, 0) == 0)
