"""Learns a label from contacts that people coded: logistic regression on the vectors of turns.

People say whether the label is in a contact, not in which turn. So it is learned by multiple instances (Andrews,
Tsochantaridis & Hofmann 2002, NIPS 15, in its form with one witness a contact): first from the means of contacts, then from
the turn of each contact that scored most, some rounds on. Weights have a ridge penalty, both classes count alike.

Everything that is told of it is out of fold: the penalty by the log loss, the threshold by F1, precision and recall with a
threshold that was chosen without the contact. So are the decisions about the coded contacts themselves: corrected by the same
coding, a share would else trust a classifier that has seen the answers (cross-prediction: Zrnic & Candès 2024, PNAS 121).
Folds are dealt by hash: the same contacts give the same classifier.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clairevoix.annotate.annotators.annotator import Matrix
from clairevoix.annotate.annotators.classifier import Classifier
from clairevoix.model.errors import Code, InputError

FOLDS = 5
#: Of each kind, contacts from which on something is learned.
LEAST_OF_EACH = 15
_ROUNDS = 3
_RIDGES = (0.3, 1.0, 3.0)
_NEWTON, _CLOSE = 30, 1e-8
_DECIMALS = 8

Bits = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A coded contact: the vectors of the party's turns, a row each, and whether the label is in it."""

    contact_id: str
    rows: Matrix = field(repr=False)
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A classifier with what it does on contacts that it did not see: of ``n``, precision, recall and F1, 0 to 1.

    ``found`` says of each coded contact whether the label was found in it out of fold.
    """

    classifier: Classifier
    n: int
    n_present: int
    ridge: float
    precision: float
    recall: float
    f1: float
    found: dict[str, bool]


def learn(examples: Sequence[Example], blank: Classifier) -> Learned:
    """What is learned from coded contacts; ``blank`` names the label and the encoder.

    Raises InputError (``bad_value``) for fewer than ``LEAST_OF_EACH`` contacts with the label, or without it.
    """
    given = sorted(examples, key=lambda each: _hash(each.contact_id))
    present = np.array([each.present for each in given], dtype=bool)
    if min(int(present.sum()), int((~present).sum())) < LEAST_OF_EACH:
        raise InputError(Code.BAD_VALUE, "contacts")
    bags = [each.rows for each in given]
    folds = _folds(present)
    tried = {ridge: _out_of_fold(bags, present, folds, ridge) for ridge in _RIDGES}
    ridge = min(_RIDGES, key=lambda each: (_log_loss(tried[each], present), each))
    scores = tried[ridge]
    found = np.zeros(len(given), dtype=bool)
    for fold in range(FOLDS):
        held = folds == fold
        found[held] = scores[held] >= threshold(scores[~held], present[~held])
    weights, bias = fit(bags, present, ridge)
    precision, recall, f1 = measures(found, present)
    return Learned(
        classifier=replace(
            blank,
            weights=tuple(weights.round(_DECIMALS).tolist()),
            bias=round(float(bias), _DECIMALS),
            threshold=round(threshold(scores, present), _DECIMALS),
        ),
        n=len(given),
        n_present=int(present.sum()),
        ridge=ridge,
        precision=precision,
        recall=recall,
        f1=f1,
        found={each.contact_id: bool(is_found) for each, is_found in zip(given, found, strict=True)},
    )


def fit(bags: Sequence[Matrix], present: Bits, ridge: float) -> tuple[Matrix, float]:
    """Weights and bias from contacts, each a matrix of its turns."""
    weights, bias = logistic(np.array([_mean(rows) for rows in bags]), present, ridge)
    for _ in range(_ROUNDS):
        witnesses = np.array([_best(rows, weights) for rows in bags])
        weights, bias = logistic(witnesses, present, ridge)
    return weights, bias


def logistic(rows: Matrix, present: Bits, ridge: float) -> tuple[Matrix, float]:
    """Ridge-penalised logistic regression by Newton's method; both classes have the same weight in all, the bias none.

    Minimises Σ c·log(1 + e^(-±(x·w + b))) + ridge/2·|w|², where c makes each class weigh n/2.
    """
    if rows.shape[1] > len(rows):
        # The weights lie among the rows: with fewer rows than directions, they are sought there.
        basis, _ = np.linalg.qr(rows.T)
        weights, bias = logistic(rows @ basis, present, ridge)
        return basis @ weights, bias
    n, size = rows.shape
    y = present.astype(np.float64)
    each = np.where(present, n / (2 * y.sum()), n / (2 * (n - y.sum())))
    design = np.hstack([rows, np.ones((n, 1))])
    penalty = np.append(np.full(size, ridge), 1e-6)
    found = np.zeros(size + 1)
    for _ in range(_NEWTON):
        p = 1 / (1 + np.exp(-np.clip(design @ found, -35, 35)))
        gradient = design.T @ (each * (p - y)) + penalty * found
        curvature = (design * (each * p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        found = found - step
        if np.abs(step).max() < _CLOSE:
            break
    return found[:-1], float(found[-1])


def threshold(scores: Matrix, present: Bits) -> float:
    """The score from which on F1 is greatest, half-way to the next lower one; of several, the highest."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(present[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + present.sum())
    is_last = np.append(np.diff(scores[order]) != 0, True)
    best = int(np.argmax(np.where(is_last, f1, -1)))
    below = scores[order[best + 1]] if best + 1 < len(scores) else scores[order[best]] - 1
    return float((scores[order[best]] + below) / 2)


def measures(found: Bits, present: Bits) -> tuple[float, float, float]:
    """Precision, recall, F1; 0 where nothing was found or nothing is there."""
    both = int((found & present).sum())
    n_found, n_present = int(found.sum()), int(present.sum())
    return (
        both / n_found if n_found else 0.0,
        both / n_present if n_present else 0.0,
        2 * both / (n_found + n_present) if n_found + n_present else 0.0,
    )


def _out_of_fold(bags: Sequence[Matrix], present: Bits, folds: Ints, ridge: float) -> Matrix:
    """Each contact's best score under weights that were learned without its fold."""
    scores = np.zeros(len(bags))
    for fold in range(FOLDS):
        kept = np.flatnonzero(folds != fold).tolist()
        weights, bias = fit([bags[place] for place in kept], present[kept], ridge)
        for place in np.flatnonzero(folds == fold).tolist():
            scores[place] = _best(bags[place], weights) @ weights + bias
    return scores


def _folds(present: Bits) -> Ints:
    """Dealt out one by one within each class, in the order of the contacts, which is that of their hashes."""
    folds = np.zeros(len(present), dtype=np.int64)
    for kind in (True, False):
        places = np.flatnonzero(present == kind)
        folds[places] = np.arange(len(places)) % FOLDS
    return folds


def _log_loss(scores: Matrix, present: Bits) -> float:
    return round(float(np.logaddexp(0, np.where(present, -scores, scores)).mean()), 9)


def _mean(rows: Matrix) -> Matrix:
    """Of length 1; a contact without a turn is nowhere."""
    mean = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1])
    length = np.linalg.norm(mean)
    return np.asarray(mean / length if length else mean)


def _best(rows: Matrix, weights: Matrix) -> Matrix:
    return np.asarray(rows[int((rows @ weights).argmax())] if len(rows) else np.zeros(rows.shape[1]))


def _hash(contact_id: str) -> str:
    return hashlib.sha256(contact_id.encode()).hexdigest()
