"""Stops a home's engines when their last user was killed and could not do it.

Started with the engines as `python -m concierge.engines.watch HOME LOCK`; it ends with them.
LOCK is an open file that is locked as long as there is a watch.
"""

import os
import sys
import time
from pathlib import Path

from concierge.engines.sharing import stop_if_unused, turn

EVERY = 2.0
"""Seconds between two looks."""


def watch(home: Path, lock: int) -> None:
    """Return when the engines have been stopped, by whomever, or home is gone."""
    locks = home / "locks"
    while locks.is_dir():
        with turn(locks):
            if stop_if_unused(home):
                os.close(lock)
                return
        time.sleep(EVERY)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
