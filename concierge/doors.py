"""The address the site is to answer at. Standard library only: it is looked at first."""

import argparse
import ipaddress
import socket
import sys

PORT = 8000
LOOPBACK = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take `--port` and `--bind`."""
    parser.add_argument("--port", type=int, default=PORT, help=f"port to answer at ({PORT})")
    parser.add_argument("--bind", default=LOOPBACK, help=f"address to answer at ({LOOPBACK})")


def refuse_taken(arguments: list[str]) -> None:
    """Leave with one line if the address in `up`'s arguments cannot be had."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_arguments(parser)
    try:
        asked, _ = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return  # the command itself says what is wrong
    fault = fault_of(asked.bind, asked.port)
    if fault:
        sys.exit(fault)


def fault_of(bind: str, port: int) -> str:
    """Why nothing can answer at this address; empty if it can."""
    if not 0 < port < 65536:
        return f"Port {port} is not between 1 and 65535."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except OSError as fault:
        return (
            f"Cannot answer at {bind} port {port}: {fault.strerror or fault}. "
            "Choose another with --port or --bind."
        )
    return ""


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach the address."""
    addresses = {entry[4][0] for entry in socket.getaddrinfo(bind, None)}
    return all(ipaddress.ip_address(str(each).partition("%")[0]).is_loopback for each in addresses)


def written(bind: str, port: int) -> str:
    """The address as gunicorn and a URL write it."""
    return f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"


def site(bind: str, port: int) -> str:
    """The address to write in mail: this machine's name where others can reach the site."""
    return f"http://{written(bind if is_loopback(bind) else socket.gethostname(), port)}"


def names(bind: str) -> list[str]:
    """The host names under which people may ask for a site bound there."""
    found = ["localhost", "127.0.0.1", "[::1]"]
    if not is_loopback(bind):
        found += [socket.gethostname(), socket.getfqdn(), *own_addresses()]
    found.append(f"[{bind}]" if ":" in bind else bind)
    return list(dict.fromkeys(found))


def own_addresses() -> list[str]:
    """The machine's addresses, as the name service and the routes know them; nothing is sent."""
    found = []
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))
                address = probe.getsockname()[0]
        except OSError:
            continue
        found.append(f"[{address}]" if ":" in address else address)
    return found
