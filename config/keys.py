"""The four keys of an instance as files: made once, readable by their owner only, never overwritten.

`python -m config.keys` makes the ones that are missing below var/keys, for a production machine before its first start.
Standard library only: it runs before anything is installed.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"
FOLDER = VAR / "keys"
NAMES = ("SECRET_KEY", "FIELD_KEYS", "SUPPRESSION_KEY", "EVIDENCE_KEY")


def read_key(name: str, folder: Path = FOLDER) -> str | None:
    """The stored key, or None where there is none yet or none that this account may read."""
    try:
        return (folder / name).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, PermissionError):
        return None


def read_or_make_key(name: str, folder: Path = FOLDER) -> str:
    """The stored key, made now where it is missing. Two processes that race end up with the same one."""
    stored = read_key(name, folder)
    if stored is not None:
        return stored
    make_var()
    folder.mkdir(mode=0o700, exist_ok=True)
    draft = folder / f".{name}.{secrets.token_hex(8)}"
    write_private(draft, new_key(name) + "\n")
    try:
        os.link(draft, folder / name)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return (folder / name).read_text(encoding="utf-8").strip()


def make_var() -> None:
    """The instance's own folder. Others may pass through it, as root's database server must, but not look into it."""
    if not VAR.exists():
        VAR.mkdir(exist_ok=True)
        VAR.chmod(0o711)


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read (0600); an older one is replaced."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def new_key(name: str) -> str:
    """A fresh random key in the form its setting asks for."""
    if name == "FIELD_KEYS":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(64)


if __name__ == "__main__":
    for key_name in NAMES:
        read_or_make_key(key_name)
    sys.stdout.write(f"The keys of this instance are in {FOLDER}. Keep them with every backup.\n")
