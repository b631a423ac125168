"""Networks written as ONNX: the format's own checker reads them, and onnxruntime computes what NumPy does."""

import numpy as np
import onnx
import pytest

from clairevoix.transcribe.speakers.graph import Graph
from clairevoix.transcribe.speakers.model import session

TABLE = np.array([[1, -2, 3], [0.5, 0, -1]], dtype=np.float32)
SOUND = np.array([[1, -1, 2, 0.25], [4, 0, -3, 1], [-2, 2, -2, 2]], dtype=np.float32)


def product(graph: Graph) -> str:
    return graph.add("MatMul", graph.constant(TABLE), "x")


def leaking(graph: Graph) -> str:
    return graph.add("LeakyRelu", "x", alpha=0.25)  # an attribute that is a number with a fraction


def beside(graph: Graph) -> str:
    return graph.add("Concat", "x", "x", axis=-1)  # one below 0


def turned(graph: Graph) -> str:
    return graph.add("Transpose", "x", perm=(1, 0))  # a list


def widened(graph: Graph) -> str:
    return graph.add("Pad", "x", graph.constant(np.array([0, 1, 0, 2])), mode="edge")  # text


GRAPHS = [
    (product, TABLE @ SOUND),
    (leaking, np.where(SOUND > 0, SOUND, SOUND / 4)),
    (beside, np.hstack([SOUND, SOUND])),
    (turned, SOUND.T),
    (widened, np.pad(SOUND, [(0, 0), (1, 2)], mode="edge")),
]


@pytest.mark.parametrize(("build", "expected"), GRAPHS, ids=[build.__name__ for build, _ in GRAPHS])
def test_a_network_computes_what_it_says(build, expected):
    graph = Graph()
    network = graph.model({"x": (3, 4)}, build(graph), expected.shape)
    onnx.checker.check_model(network, full_check=True)
    (found,) = session(network).run(None, {"x": SOUND})
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_dimension_may_be_any():
    graph = Graph()
    network = graph.model({"x": ("n", 4)}, turned(graph), (4, "n"))
    onnx.checker.check_model(network, full_check=True)
    for count in (1, 3):
        (found,) = session(network).run(None, {"x": SOUND[:count]})
        np.testing.assert_array_equal(found, SOUND[:count].T)


def test_a_constant_of_many_numbers_is_held_whole():
    """Lengths above 127 and 16,383 take two and three bytes."""
    for size in (1, 31, 32, 4096, 100_000):
        graph = Graph()
        held = np.arange(size, dtype=np.float32)
        network = graph.model({"x": (1,)}, graph.add("Add", graph.constant(held), "x"), ("n",))
        (found,) = session(network).run(None, {"x": np.ones(1, np.float32)})
        np.testing.assert_array_equal(found, held + 1)
