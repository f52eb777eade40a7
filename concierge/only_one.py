"""Runs a program once per lock: `python -m concierge.only_one LOCK PROGRAM ARGUMENTS…`.

A second one waits for the first to end and then takes its place, so that two `up`s of one home
do not both wind the clock. Standard library only.
"""

import fcntl
import os
import sys

if __name__ == "__main__":
    lock = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.set_inheritable(lock, True)
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[2:]])
