"""Every error of clairevoix.

    ClairevoixError
    ├── SettingsError       stop before starting
    ├── InputError          one item is bad: quarantine it, go on
    │   └── QueryError      a query cannot be read, and where
    ├── ComponentError      an engine or a model failed; may be retryable
    ├── StoreError          a store failed
    └── CharterRefusal      a rule of the charter says no: never retried, in the ledger

Fields are ids, integers and enums. No word that anyone said or wrote may travel in an error.
"""

from enum import StrEnum
from typing import ClassVar


class Code(StrEnum):
    """Why an item was put aside, or why a command stopped. Stable: shown to people, stored in job rows."""

    EMPTY_FILE = "empty_file"
    NOT_AUDIO = "not_audio"
    TRUNCATED = "truncated"
    NO_SOUND = "no_sound"
    TOO_LONG = "too_long"
    TOO_MANY_CHANNELS = "too_many_channels"
    PARTIES_MISMATCH = "parties_mismatch"
    MISSING_FILE = "missing_file"
    SOURCE_GONE = "source_gone"
    OUTSIDE_FOLDER = "outside_folder"
    NOT_LISTED = "not_listed"
    MISSING_ID = "missing_id"
    DUPLICATE_ID = "duplicate_id"
    BAD_DATE = "bad_date"
    BAD_PARTIES = "bad_parties"
    BAD_LANGUAGE = "bad_language"
    UNKNOWN_SITE = "unknown_site"
    UNKNOWN_LABEL = "unknown_label"
    UNKNOWN_CONTACT = "unknown_contact"
    BAD_SCORE = "bad_score"
    BAD_VALUE = "bad_value"
    BAD_SCALE = "bad_scale"
    NO_SCALE = "no_scale"
    WRONG_SCALE = "wrong_scale"
    OFF_SCALE = "off_scale"
    FIVE_POINTS = "five_points"
    BAD_DECLARATION = "bad_declaration"
    AMBIGUOUS_COLUMN = "ambiguous_column"
    RAGGED_ROW = "ragged_row"
    SEVERAL_SHEETS = "several_sheets"
    TOO_LARGE = "too_large"
    MISSING_COLUMN = "missing_column"
    UNREADABLE = "unreadable"
    WORKER_DIED = "worker_died"
    TOOK_TOO_LONG = "took_too_long"
    ENGINE_FAILED = "engine_failed"
    RECOGNIZER_FAILED = "recognizer_failed"
    REDACTION_NOT_VERIFIED = "redaction_not_verified"
    REFUSED = "refused"
    DIGEST_MISMATCH = "digest_mismatch"
    NO_WORDS = "no_words"
    UNKNOWN_RECORDING = "unknown_recording"
    OVERLAPPING_SPANS = "overlapping_spans"
    BAD_TRUTH = "bad_truth"
    NO_ORIGIN = "no_origin"
    BAD_QUERY = "bad_query"


class ClairevoixError(Exception):
    """The root of the tree."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class SettingsError(ClairevoixError):
    """A setting is missing, unknown or out of bounds: nothing was started."""

    exit_code = 10
    http_status = 500


class InputError(ClairevoixError):
    """One item cannot be used. It is quarantined under ``code`` and the run goes on.

    ``position`` is the item's identifier or its place in a file, where whoever catches the error cannot know it.
    """

    exit_code = 11
    http_status = 422

    def __init__(self, code: Code, position: str = "") -> None:
        super().__init__(f"{position}: {code.value}" if position else code.value)
        self.code = code
        self.position = position

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.code, self.position))


class QueryError(InputError):
    """A query cannot be read. ``column`` counts its characters from 1; ``expected`` says what may stand there.

    Both sentences are fixed ones, in English, to be translated where they are shown: none of the query's words is in them.
    """

    def __init__(self, problem: str, column: int, expected: tuple[str, ...] = ()) -> None:
        super().__init__(Code.BAD_QUERY, f"column {column}")
        self.problem = problem
        self.column = column
        self.expected = expected

    def __str__(self) -> str:
        told = f"; expected {', '.join(self.expected)}" if self.expected else ""
        return f"column {self.column}: {self.problem}{told}"

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problem, self.column, self.expected))


class ComponentError(ClairevoixError):
    """An engine or a model failed."""

    exit_code = 12
    http_status = 503

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable

    def __reduce__(self) -> tuple[object, ...]:
        return (_component_error, (str(self), self.retryable))


class StoreError(ClairevoixError):
    """A store failed, or another process holds it."""

    exit_code = 13
    http_status = 503


class CharterRefusal(ClairevoixError):
    """A rule of the charter refuses. Never retried; in the ledger, one by one or, for the draw, as a count."""

    exit_code = 14
    http_status = 403

    def __init__(self, rule_id: str) -> None:
        super().__init__(f"refused by rule {rule_id} of the charter")
        self.rule_id = rule_id

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.rule_id,))


def _component_error(message: str, retryable: bool) -> ComponentError:
    return ComponentError(message, retryable=retryable)
