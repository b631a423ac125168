"""Merkle proofs hold for every pair of sizes, and for nothing else."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.charter.merkle import (
    consistency_proof,
    frontier_of,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(64)]
ROOTS = [root_of(LEAVES[:size]) for size in range(65)]


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162, § 2.1.1, word for word: split at the largest power of two smaller than n."""
    if len(leaves) == 1:
        return leaves[0]
    split = max(2**power for power in range(12) if 2**power < len(leaves))
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_the_root_is_that_of_the_definition():
    assert [by_definition(LEAVES[:size]) for size in range(1, 65)] == ROOTS[1:]


@pytest.mark.parametrize("size", range(1, 65))
def test_every_leaf_is_included(size):
    for number in range(size):
        proof = inclusion_proof(LEAVES[:size], number)
        assert is_included(LEAVES[number], number, size, proof, ROOTS[size])


@pytest.mark.parametrize("second", range(65))
def test_every_beginning_is_consistent(second):
    for first in range(second + 1):
        proof = consistency_proof(LEAVES[:second], first)
        assert is_consistent(first, second, proof, ROOTS[first], ROOTS[second])


@pytest.mark.parametrize("first", range(1, 65))
def test_a_rewritten_beginning_is_not_consistent(first):
    """Whatever proof the writer of another history can compute."""
    other = [leaf_hash(b"another"), *LEAVES[1:]]
    for second in range(first, 65):
        proof = consistency_proof(other[:second], first)
        assert not is_consistent(first, second, proof, ROOTS[first], root_of(other[:second]))


sizes = st.integers(1, 64)


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(value)] ^= 1 << bit % 8
    return bytes(changed)


@given(size=sizes, number=st.integers(0, 63), part=st.integers(0, 9), bit=st.integers(0, 255))
def test_one_changed_bit_and_no_leaf_is_included(size, number, part, bit):
    number %= size
    values = [LEAVES[number], ROOTS[size], *inclusion_proof(LEAVES[:size], number)]
    part %= len(values)
    values[part] = flipped(values[part], bit)
    leaf, root, *proof = values
    assert not is_included(leaf, number, size, proof, root)


@given(first=sizes, second=sizes, part=st.integers(0, 9), bit=st.integers(0, 255))
def test_one_changed_bit_and_nothing_is_consistent(first, second, part, bit):
    first, second = sorted((first, second))
    values = [ROOTS[first], ROOTS[second], *consistency_proof(LEAVES[:second], first)]
    part %= len(values)
    values[part] = flipped(values[part], bit)
    first_root, second_root, *proof = values
    assert not is_consistent(first, second, proof, first_root, second_root)


@given(size=sizes, number=st.integers(0, 63), other=st.integers(-1, 64))
def test_a_proof_is_of_one_place(size, number, other):
    number %= size
    proof = inclusion_proof(LEAVES[:size], number)
    assert is_included(LEAVES[number], other, size, proof, ROOTS[size]) == (other == number)


@given(first=sizes, second=sizes, cut=st.integers(0, 7))
def test_a_proof_is_neither_longer_nor_shorter(first, second, cut):
    first, second = sorted((first, second))
    proof = consistency_proof(LEAVES[:second], first)
    assert not is_consistent(first, second, (*proof, LEAVES[0]), ROOTS[first], ROOTS[second])
    if cut < len(proof):
        shorter = proof[:cut] + proof[cut + 1 :]
        assert not is_consistent(first, second, shorter, ROOTS[first], ROOTS[second])


@given(st.lists(st.binary(max_size=8), max_size=200), st.integers(0, 200))
def test_a_frontier_can_be_kept_and_taken_up_again(data, kept):
    leaves = [leaf_hash(each) for each in data]
    frontier = frontier_of(leaves[:kept])
    for leaf in leaves[kept:]:
        frontier = frontier.with_leaf(leaf)
    assert frontier.root == root_of(leaves)
    assert len(frontier.nodes) == frontier.size.bit_count()


@pytest.mark.parametrize("number", [-1, 3])
def test_no_proof_of_what_is_not_there(number):
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], number)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES[:2], number)
