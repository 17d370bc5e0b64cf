"""One root over many hashes: any change of any of them shows."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.merkle import merkle_root

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40, unique=True)


def test_no_leaves_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merkle_root([])


def test_one_leaf_is_not_its_own_root() -> None:
    leaf = hashlib.sha256(b"x").hexdigest()
    assert merkle_root([leaf]) != leaf


@given(HASHES, st.data())
def test_changing_one_leaf_changes_the_root(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves]
    changed[index] = hashlib.sha256(bytes.fromhex(leaves[index])).hexdigest()
    assert merkle_root(changed) != merkle_root(leaves)


@given(HASHES)
def test_leaving_one_out_or_turning_them_round_changes_the_root(leaves: list[str]) -> None:
    if len(leaves) < 2:
        return
    assert merkle_root(leaves[:-1]) != merkle_root(leaves)
    assert merkle_root(leaves[::-1]) != merkle_root(leaves)


@given(HASHES)
def test_repeating_the_last_leaf_does_not_make_the_same_root(leaves: list[str]) -> None:
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)
