"""A declaration's tables, read key by key: whatever is not of the wanted type, or is not known, is refused by place."""

from clairevoix.model.errors import Code, InputError


def refused(place: str, code: Code = Code.BAD_DECLARATION) -> InputError:
    """What is raised about a place of the declaration, such as ``survey.questions.2.scale``."""
    return InputError(code, f"the declaration, {place}")


class Section:
    """One table of a TOML file. Keys are taken one by one; ``close`` refuses what nobody took."""

    def __init__(self, table: object, place: str) -> None:
        if not isinstance(table, dict):
            raise refused(place)
        self._left = dict(table)
        self.place = place

    def at(self, key: str) -> str:
        return f"{self.place}.{key}"

    def text(self, key: str, default: str = "") -> str:
        value = self._left.pop(key, default)
        if not isinstance(value, str):
            raise refused(self.at(key))
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise refused(self.at(key))
        return tuple(each.strip() for each in value)

    def names(self, key: str) -> dict[str, str]:
        """A table of texts."""
        table = self._left.pop(key, {})
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise refused(self.at(key))
        return {name: value.strip() for name, value in table.items()}

    def numbers(self, key: str) -> dict[str, int]:
        """A table of whole numbers."""
        table = self._left.pop(key, {})
        if not isinstance(table, dict) or not all(_is_whole(value) for value in table.values()):
            raise refused(self.at(key))
        return dict(table)

    def scale(self, key: str) -> tuple[int, int] | None:
        """Two whole numbers, the low end first."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_whole, value)):
            raise refused(self.at(key))
        return value[0], value[1]

    def tables(self, key: str) -> tuple["Section", ...]:
        """Each table of a list of them."""
        value = self._left.pop(key, [])
        if not isinstance(value, list):
            raise refused(self.at(key))
        return tuple(Section(table, f"{self.at(key)}.{number}") for number, table in enumerate(value, start=1))

    def table(self, key: str) -> "Section | None":
        return Section(self._left.pop(key), self.at(key)) if key in self._left else None

    def verbatim(self, key: str) -> str:
        """A text whose spaces count."""
        value = self._left.pop(key, "")
        if not isinstance(value, str):
            raise refused(self.at(key))
        return value

    def pair(self, first: str, second: str) -> tuple[object, object] | None:
        """Two values as they are, or None unless both are there."""
        values = self._left.pop(first, None), self._left.pop(second, None)
        return None if None in values else values

    def close(self) -> None:
        for key in self._left:
            raise refused(self.at(key))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
