"""Pure: one root over many hashes, so that a change of any of them shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

# RFC 6962 section 2.1 marks leaves and nodes apart, so that no node can be passed off as a leaf.
LEAF = b"\x00"
NODE = b"\x01"


def merkle_root(leaves: Sequence[str]) -> str:
    """Return the root (hex) over hex hashes in order. An odd one out rises unpaired; no leaves is an error."""
    if not leaves:
        raise ValueError("A seal needs at least one clearance.")
    level = [hashlib.sha256(LEAF + bytes.fromhex(leaf)).digest() for leaf in leaves]
    while len(level) > 1:
        paired = [hashlib.sha256(NODE + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()
