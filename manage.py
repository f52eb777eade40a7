#!/usr/bin/env python3
"""The one way in: `manage.py up` opens the desk, `manage.py test` runs the tests."""

import os
import sys

if sys.version_info < (3, 11) or os.name != "posix":
    found = f"Python {sys.version.split()[0]} on {sys.platform}"
    sys.exit(f"Concierge needs Python 3.11 or later on Linux or macOS; this is {found}.")

sys.dont_write_bytecode = True  # until the bootstrap knows whether the checkout may be written to

from concierge import bootstrap  # noqa: E402  (only now is the version known to be new enough)

if __name__ == "__main__":
    try:
        bootstrap.enter(sys.argv)
        from concierge.readiness import run

        run(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
