"""Asks a running site whether it is well: `python -m concierge.healthy [ADDRESS:PORT]`.

For a container's health check. It ends with 0 if the site is well. Standard library only.
"""

import http.client
import json
import os
import sys


def is_healthy(address: str, host: str, timeout: float = 5) -> bool:
    """Whether the site at `address`, asked for under the name `host`, says it is well."""
    connection = http.client.HTTPConnection(address, timeout=timeout)
    try:
        connection.request("GET", "/health/", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    site = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8000"
    hosts = json.loads(os.environ.get("CONCIERGE_HOSTS") or '["localhost"]')
    sys.exit(0 if is_healthy(site, hosts[0]) else 1)
