"""Hands the web the workspace's own functions, so that it needs to know no workspace."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from clairevoix import evaluating, pulse
from clairevoix.charter.access import Login
from clairevoix.charter.budget import day_at, period_of
from clairevoix.charter.explanation import explain
from clairevoix.charter.policy import Charter
from clairevoix.cli.accounts import sealer_of
from clairevoix.cli.coding_desk import coding_desk_of
from clairevoix.cli.search_desk import search_desk_of
from clairevoix.cli.themes_desk import themes_desk_of
from clairevoix.grids import grid_of
from clairevoix.model.errors import StoreError
from clairevoix.model.evaluation import Action, Actor, Evaluation, EvaluationEvent, Viewer
from clairevoix.model.explanation import ExplainedBudget, ExplainedDraw, Explanation, ModelDigest
from clairevoix.project import Project, pulse_items
from clairevoix.store import (
    budgets,
    checkpoints,
    consultations,
    epochs,
    evaluations,
    lake,
    ledger_export,
    particulars,
    registry,
)
from clairevoix.store.transcripts import transcript
from clairevoix.store.workspace import exclusive
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.people.desk import Budget, CriterionText, Desk, DrawnContact, PulseDesk, SaidTurn, WitnessDesk


def registry_of(project: Project, login: Login = Login.PEOPLE) -> Registry:
    """What the web is given of an opened workspace."""
    return Registry(
        engine=project.registry,
        sealer=sealer_of(project.workspace),
        login=login,
        desk=desk_of(project),
        witness_desk=witness_desk_of(project),
        pulse_desk=pulse_desk_of(project),
        coding_desk=coding_desk_of(project),
        themes_desk=themes_desk_of(project),
        search_desk=search_desk_of(project),
    )


def desk_of(project: Project) -> Desk:
    """The functions behind the pages about people."""
    return Desk(
        agents=partial(_agents, project),
        contacts=partial(_contacts, project),
        budget=partial(_budget, project),
        evaluations=partial(_evaluations, project),
        evaluation=partial(evaluating.read, project),
        events=lambda each: evaluations.course(project.registry, project.workspace, each).events,
        waiting=partial(evaluations.waiting, project.registry),
        act=partial(evaluating.act, project),
        deliver=partial(_deliver, project),
        explanation=partial(_explanation, project),
        turns=partial(_turns, project),
        criteria=partial(_criteria, project),
        redacted=evaluating.redacted,
    )


def witness_desk_of(project: Project) -> WitnessDesk:
    """The functions behind the council's page."""
    return WitnessDesk(
        bundle=partial(_bundle, project),
        cosign=partial(_cosign, project),
        witnessed=partial(checkpoints.witnessed, project.registry),
        installation_key=lambda: str(checkpoints.installation_key(project.workspace).verifier()),
    )


def pulse_desk_of(project: Project) -> PulseDesk:
    """The functions behind the pages of the pulse."""
    return PulseDesk(
        round_of=partial(pulse.round_of, project),
        items=partial(pulse_items, project),
        sites=project.sites,
        fingerprint=pulse.fingerprint,
        is_given=partial(pulse.is_given, project),
        give=partial(pulse.give_token, project),
        doubt=partial(pulse.doubt, project),
        answer=partial(pulse.answer, project),
    )


def _in_force(project: Project) -> Charter:
    return consultations.in_force(project.registry, datetime.now(UTC))


def _agents(project: Project, agent: str) -> tuple[str, ...]:
    """The pseudonyms of an employee in every epoch whose key is there, that of today first."""
    days = _in_force(project).analysis_days
    _, current = epochs.agent_on(project.workspace, _today(), days, agent)
    others = (
        epochs.agent_pseudonym(project.workspace, epoch, agent)
        for epoch in reversed(epochs.existing(project.workspace))
    )
    return tuple(dict.fromkeys((current, *others)))


def _contacts(project: Project, agents: Sequence[str]) -> tuple[DrawnContact, ...]:
    wanted = particulars.of_agents(project.registry, agents)
    jobs = [job for job in registry.jobs(project.registry) if job.contact.contact_id in wanted]
    whole = particulars.completed(project.registry, [job.contact for job in jobs])
    made = registry.draws(project.registry)
    found = (
        DrawnContact(
            contact_id=job.contact.contact_id,
            started_at=job.contact.started_at,
            state=job.state.value,
            rate=1 / whole[job.contact.contact_id].weight,
            commitment=made[-1].seed_commitment if made else "",
        )
        for job in jobs
    )
    return tuple(sorted(found, key=lambda each: each.started_at, reverse=True))


def _budget(project: Project, agent: str) -> Budget:
    terms = evaluating.budget_terms(_in_force(project))
    period = period_of(_today(), terms.days, budgets.latest(project.registry))
    return Budget(limit=terms.limit, days=terms.days, spent=budgets.spent(project.registry, agent, period))


def _evaluations(project: Project, agent: str) -> tuple[Evaluation, ...]:
    courses = evaluations.of_agent(project.registry, project.workspace, agent)
    return tuple(evaluating.read(project, each.draft.evaluation_id) for each in courses)


def _deliver(project: Project, evaluation_id: str, account_id: str, at: datetime) -> Evaluation:
    evaluation = evaluating.read(project, evaluation_id)
    event = EvaluationEvent(action=Action.DELIVER, by=Actor.EVALUATOR, account_id=account_id, at=at)
    return evaluating.act(project, evaluation_id, event, _explained(project, evaluation))


def _explained(project: Project, evaluation: Evaluation) -> Explanation:
    """What the employee is told, put together from the registry and the lake. Raises StoreError if a part is gone."""
    made, terms = evaluation.draft, evaluating.budget_terms(_in_force(project))
    contacts = [each for each in _contacts(project, [made.agent_id]) if each.contact_id == made.contact_id]
    grid = grid_of(project, made.grid_digest)
    stages = dict(lake.committed(project.workspace)).get(made.contact_id)
    if not contacts or grid is None or stages is None:
        raise StoreError("what this evaluation rests on is no longer there")
    period = period_of(day_at(evaluation.drafted_at, UTC), terms.days)
    spent = budgets.spent(project.registry, made.agent_id, period)
    return explain(
        evaluation,
        grid=grid,
        transcript=transcript(project.workspace, made.contact_id),
        draw=ExplainedDraw(
            drawn=made.drawn,
            draw_id=made.contact_id,
            rate=contacts[0].rate,
            seed_commitment=contacts[0].commitment,
            reason=made.reason,
        ),
        models=(ModelDigest(name=project.settings.transcribe.model, digest=stages),),
        settings_digest=stages,
        budget=ExplainedBudget(limit=max(terms.limit, spent.n), n=spent.n, n_chosen=spent.n_chosen),
    )


def _explanation(project: Project, evaluation_id: str, viewer: Viewer, account_id: str) -> str:
    return evaluating.shown(project, evaluation_id, viewer=viewer, account_id=account_id)


def _criteria(project: Project, evaluation: Evaluation) -> tuple[CriterionText, ...]:
    grid = grid_of(project, evaluation.draft.grid_digest)
    return tuple(
        CriterionText(
            name=each.name, observable=each.observable, professional_link=each.professional_link, weight=each.weight
        )
        for each in (grid.criteria if grid is not None else ())
    )


def _turns(project: Project, contact_id: str) -> tuple[SaidTurn, ...]:
    return tuple(
        SaidTurn(party=turn.party, span=turn.span, text=turn.text)
        for turn in transcript(project.workspace, contact_id).turns
    )


def _bundle(project: Project) -> Iterable[bytes]:
    with exclusive(project.workspace):
        size = checkpoints.seal(project.workspace, project.registry, datetime.now(UTC)).size
    key = str(checkpoints.installation_key(project.workspace).verifier())
    with project.registry.connect() as connection:
        yield from ledger_export.lines(connection, key, size)


def _cosign(project: Project, note: str) -> int:
    with exclusive(project.workspace):
        signed, _ = checkpoints.add_cosignature(project.registry, note)
    return signed.size


def _today() -> date:
    return datetime.now(UTC).date()
