"""Merkle trees as RFC 9162, section 2.1 defines them, over SHA-256: roots, proofs, and the frontier of a growing tree.

Leaves are given as their hashes (32 bytes, from :func:`leaf_hash`), numbered from 0.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The root of a tree without leaves (§ 2.1.1).
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of 0x00 and the data: no inner node can pass for a leaf (§ 2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children (§ 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """What must be known of ``size`` leaves to append further ones: the roots of its perfect subtrees, largest first.

    One for each bit that is set in ``size``; a leaf is added in amortized constant time, the root takes log₂ of it.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def with_leaf(self, leaf: bytes) -> "Frontier":
        nodes, carried = list(self.nodes), self.size
        while carried & 1:
            leaf = node_hash(nodes.pop(), leaf)
            carried >>= 1
        return Frontier(size=self.size + 1, nodes=(*nodes, leaf))

    @property
    def root(self) -> bytes:
        if not self.nodes:
            return EMPTY_ROOT
        *others, root = self.nodes
        for node in reversed(others):
            root = node_hash(node, root)
        return root


def frontier_of(leaves: Iterable[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.with_leaf(leaf)
    return frontier


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of the whole tree (§ 2.1.1)."""
    return frontier_of(leaves).root


def inclusion_proof(leaves: Sequence[bytes], number: int) -> tuple[bytes, ...]:
    """What leads from leaf ``number`` to the root, nearest first (§ 2.1.3.1). Raises IndexError if there is none."""
    if not 0 <= number < len(leaves):
        raise IndexError(number)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if number < split:
        return (*inclusion_proof(leaves[:split], number), root_of(leaves[split:]))
    return (*inclusion_proof(leaves[split:], number - split), root_of(leaves[:split]))


def is_included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows that leaf ``number`` is in the tree of ``size`` leaves with that root (§ 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(node, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, node)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """What shows that the tree of the ``first`` leaves is the beginning of the whole tree (§ 2.1.4.1).

    Empty if they are the same tree or the first has no leaf. Raises IndexError if ``first`` is greater than the tree.
    """
    if not 0 <= first <= len(leaves):
        raise IndexError(first)
    return () if first in {0, len(leaves)} else _subproof(leaves, first, is_whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, is_whole: bool) -> tuple[bytes, ...]:
    if first == len(leaves):
        return () if is_whole else (root_of(leaves),)
    split = _split(len(leaves))
    if first <= split:
        return (*_subproof(leaves[:split], first, is_whole=is_whole), root_of(leaves[split:]))
    return (*_subproof(leaves[split:], first - split, is_whole=False), root_of(leaves[:split]))


def is_consistent(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether ``proof`` shows that the tree of ``second`` leaves begins with that of ``first`` (§ 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    nodes = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not nodes:
        return False
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``, which is at least 2."""
    split: int = 1 << ((size - 1).bit_length() - 1)
    return split
