"""Templates to HTML."""

from collections.abc import Callable
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.web.rooms import ROOMS


class Renderer:
    """Fills the templates. Everything is escaped; a name that is missing is an error, never a blank."""

    def __init__(self, address: Callable[[str], str], *, has_accounts: bool = False) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(str(files("clairevoix.web") / "templates")),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(address=address, languages=LANGUAGES, rooms=ROOMS, has_accounts=has_accounts)

    def page(self, template: str, lang: str, **context: object) -> bytes:
        """One page, in one language."""
        return self._environment.get_template(template).render(_=Translator(lang), lang=lang, **context).encode()
