"""Who listens on a socket, and how to make it stop. Standard library only."""

import contextlib
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path

LOCAL_PEERPID = 0x002
"""macOS's option that tells the other end's process (sys/un.h)."""

PATIENCE = 60.0
"""Seconds an engine may take to write its data away before it is killed."""


def listener(path: Path) -> int | None:
    """The id of the process that answers on the socket; None where nobody does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(5)
        try:
            client.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            return None
        if sys.platform == "darwin":
            return client.getsockopt(0, LOCAL_PEERPID)
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid: int = struct.unpack("3i", credentials)[0]
    return pid


def is_running(pid: int) -> bool:
    """Whether the process still runs; one that has ended but was not yet collected does not."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return True


def stop(pid: int, by: signal.Signals, within: float = PATIENCE) -> None:
    """Ask a process to end and wait until it has; kill it if it does not in time."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, by)
    if not ended(pid, within):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        ended(pid, 5)


def ended(pid: int, within: float) -> bool:
    """Wait for a process to end; False if it has not in that many seconds."""
    until = time.monotonic() + within
    while is_running(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
