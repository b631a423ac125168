"""What the exports of known survey tools look like, so that a declaration need not say it.

formbricks: CSV and XLSX of a survey's responses head a question with its number and its headline (``3. How …``); the
JSON of its management API keeps the answers under ``data``, by question identifier. LimeSurvey: CSV and XLSX head a
column with its code, or with its code, a full stop and its text; a response without ``submitdate`` was not finished.
"""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Defaults of one tool: our columns' names in its files, its dates, what it writes for "nothing".

    ``finished`` are the words, folded, of a finished answer; none means that any text in that column says so.
    ``short`` finds the name, in a heading, by which a column may be declared as well.
    """

    columns: dict[str, str] = field(default_factory=dict)
    json_columns: dict[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset({"yes", "true", "1", "y", "oui", "vrai", "o"})
    short: re.Pattern[str] | None = None

    def shortened(self, heading: str) -> str:
        """
        >>> PROFILES["limesurvey"].shortened("Q00. Recommanderiez-vous l'opérateur ?")
        'Q00'
        >>> PROFILES["formbricks"].shortened("3. Recommanderiez-vous l'opérateur ?")
        "Recommanderiez-vous l'opérateur ?"
        """
        found = self.short.match(heading) if self.short is not None else None
        return found[1] if found else heading


PLAIN = Profile()
PROFILES = {
    "plain": PLAIN,
    "formbricks": Profile(
        columns={"response_id": "Response ID", "answered_on": "Timestamp", "finished": "Finished"},
        json_columns={"response_id": "id", "answered_on": "createdAt", "finished": "finished"},
        dates=("%a %b %d %Y",),  # versions of 2023 wrote days so; later ones write ISO 8601
        short=re.compile(r"[0-9]+\. (.+)", re.DOTALL),
    ),
    "limesurvey": Profile(
        columns={"response_id": "id", "answered_on": "submitdate", "finished": "submitdate"},
        json_columns={"response_id": "id", "answered_on": "submitdate", "finished": "submitdate"},
        empty=frozenset({"n/a"}),
        finished=frozenset(),
        short=re.compile(r"([A-Za-z][A-Za-z0-9_\[\]]*)\. ", re.DOTALL),
    ),
}
