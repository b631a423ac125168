"""What the routes about people share: whose page it is, what a form asks for, and how a refusal is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clairevoix.charter.access import admit_action
from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.model.errors import CharterRefusal, InputError, StoreError
from clairevoix.model.evaluation import Evaluation, RedactedText
from clairevoix.store.sessions import Session
from clairevoix.web.accounts.guard import action_name, signed_in
from clairevoix.web.accounts.registry import Registry

Route = tuple[str, str, Callable[..., Response]]
LONGEST_TEXT = 4000


class NotTaken(Exception):
    """A form was not taken; ``errors`` says why, by field."""

    def __init__(self, errors: Mapping[str, str], status: int = 422) -> None:
        super().__init__()
        self.errors = errors
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, in which language."""

    session: Session
    lang: str

    @property
    def translator(self) -> Translator:
        return Translator(self.lang)


def asked(request: Request, lang: str) -> Asked:
    if lang not in LANGUAGES:
        raise HTTPException(404)
    return Asked(session=signed_in(request), lang=lang)


def agents_of(registry: Registry, session: Session) -> tuple[str, ...]:
    """The pseudonyms of whoever is signed in, the one of today first; none if the account is of no employee."""
    sealed = session.account.agent_sealed
    return () if sealed is None else registry.desk.agents(registry.sealer.unseal(sealed))


def evaluation(registry: Registry, evaluation_id: str) -> Evaluation:
    """The evaluation of an address. Raises HTTPException 404 if there is none."""
    try:
        return registry.desk.evaluation(evaluation_id)
    except StoreError:
        raise HTTPException(404) from None


def own_evaluation(registry: Registry, request: Request, evaluation_id: str) -> Evaluation:
    """The evaluation, if it is about whoever asks. Raises CharterRefusal(R22) if it is about somebody else."""
    found = evaluation(registry, evaluation_id)
    session = signed_in(request)
    is_own = found.draft.agent_id in agents_of(registry, session)
    admit_action(session.account.roles, action_name(request), is_own=is_own)
    return found


def written(registry: Registry, form: Mapping[str, str], who: Asked, *, needed: bool) -> RedactedText | None:
    """What somebody wrote in the field ``text``, redacted. Raises NotTaken if it is missing, too long or not redacted."""
    text = form.get("text", "").strip()
    _ = who.translator
    if not text:
        if needed:
            raise NotTaken({"text": _("Write why, please.")})
        return None
    if len(text) > LONGEST_TEXT:
        raise NotTaken({"text": _("At most {n} characters, please.", n=LONGEST_TEXT)})
    try:
        return registry.desk.redacted(text, who.lang)
    except InputError:
        raise NotTaken({"text": _("The search for personal data failed on this text, so nothing was kept.")}) from None


def refused(refusal: CharterRefusal, _: Translator) -> NotTaken:
    """A refusal of the charter, as the page tells it. It is in the ledger already."""
    return NotTaken({"refused": _("Refused by rule {rule} of the charter.", rule=refusal.rule_id)}, status=403)


def see(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
