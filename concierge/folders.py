"""Where things lie on the disk. Standard library only: the bootstrap reads it first."""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def is_writable(folder: Path) -> bool:
    """Whether we may write there, and are meant to: write bits taken away bind root too."""
    return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o222)


def home() -> Path:
    """The folder of the data: `CONCIERGE_HOME`, or `var` in the checkout."""
    return Path(os.environ.get("CONCIERGE_HOME") or CHECKOUT / "var").expanduser().absolute()


def builds() -> Path:
    """The folder of what can be made again: the checkout, or home where that is read-only."""
    return CHECKOUT if is_writable(CHECKOUT) else home()


def venv() -> Path:
    """The folder of the Python environment that the bootstrap makes."""
    return builds() / ".venv"


def private(folder: Path) -> Path:
    """Make a folder that only its owner may enter, and hand it back."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept_secret(folder: Path) -> str:
    """The key a laptop made for itself at its first start and keeps in `folder`."""
    path = folder / "secret-key"
    while True:
        if path.exists() and (key := path.read_text()):
            return key
        draft = private(folder) / f".secret-key-{os.getpid()}-{secrets.token_hex(4)}"
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
