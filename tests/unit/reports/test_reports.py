"""The yearly report: table in, document out; the same words and numbers in every kind of file, and nobody in it."""

import io
import re
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

import people
from clairevoix.cli.desk import registry_of
from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.reports.blocks import Audience, Listed, Picture, Said, Subheading, Table, YearlyReport
from clairevoix.reports.composing import PARTS, compose, readable
from clairevoix.reports.numbers import number_of
from clairevoix.reports.pdf import pdf
from clairevoix.reports.slides import slides
from clairevoix.reports.workbook import workbook
from clairevoix.store import published
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.pages import cap
from clairevoix.web.rooms.vigilance import vigilance

sys.path.append(str(Path(__file__).parents[2] / "browser"))
DIGEST = "d" * 64
MONTHS = [f"2025-{month:02d}" for month in range(1, 7)]
DECIDED = "=1+1 on nous a demandé de lever le pied"


def _row(measure: str, dimension: str, period: str, key: str, value: float | None, **changes: Any) -> Row:
    names = dict.fromkeys(Row.__slots__)
    told = {"measure": measure, "dimension": dimension, "period": period, "key": key, "value": value}
    return Row(**{**names, **told, "rule_id": "R17" if value is None else None, **changes})


def _of_work() -> list[Row]:
    """Evaluations and the pulse of six months, and two teams, of which one is withheld."""
    acts = [_row("evaluation", "month", "2025/evaluated", month, 1.7, n=40, unit="acts") for month in MONTHS]
    pulse = [
        _row("pulse", "month", "2025/overall", month, 61.3, low=55.0, high=67.0, level=0.95, n=40) for month in MONTHS
    ]
    teams = [
        _row("evaluation", "team", "2025-06/evaluated", "lille/lille-care", 1.9, n=20),
        _row("evaluation", "team", "2025-06/evaluated", "lille/lille-sales", None),
        _row("evaluation", "site", "2025-06/evaluated", "lille", 1.8, n=40),
    ]
    return [*acts, *pulse, *teams]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return people.a_bare_workspace(tmp_path_factory.mktemp("reports") / "workspace")


@pytest.fixture(scope="module")
def snapshot(project) -> Snapshot:
    import snapshot as made_up

    project.workspace.snapshot.parent.mkdir(parents=True, exist_ok=True)
    made_up.build(project.workspace.snapshot)
    found = published.read(project.workspace.snapshot)
    decision = {"on": "2025-06-02", "step": "fewer-evaluations", "role": "director", "site": None, "reason": DECIDED}
    told = {"budget": {"limit": 2, "days": 30}, "decisions": [decision]}
    return replace(found, rows=(*found.rows, *_of_work()), about={**found.about, "vigilance": told})


@pytest.fixture(scope="module")
def composed(project, snapshot):
    return {
        (audience, lang): compose(snapshot, DIGEST, registry_of(project), audience, lang)
        for audience in Audience
        for lang in LANGUAGES
    }


@pytest.fixture(scope="module", params=LANGUAGES)
def council(request, composed) -> YearlyReport:
    return composed[Audience.COUNCIL, request.param]


@pytest.fixture(scope="module")
def pages(council) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf(council))).pages]


def texts(report: YearlyReport) -> list[str]:
    """Everything that a report says, in order."""
    found = []
    for chapter in report.chapters:
        found.append(chapter.title)
        for block in chapter.blocks:
            match block:
                case Said() | Subheading():
                    found.append(block.text)
                case Listed():
                    found += block.items
                case Table():
                    found += [text for row in (block.heading, *block.rows) for text in row]
                    found += [text for text in (block.caption, block.note) if text]
                case Picture():
                    found += [block.caption] if block.caption else []
    return found


def bare(text: str) -> str:
    """Without spaces and the hyphens at the ends of lines, which typesetting moves."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text)


# --- What is in it --------------------------------------------------------------------------------------------------


def titles(report: YearlyReport) -> set[str]:
    return {each.title for each in report.chapters}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_audience_gets_its_parts_and_the_rest_is_the_same(composed, lang):
    _ = Translator(lang)
    for_council, for_board = (titles(composed[audience, lang]) for audience in (Audience.COUNCIL, Audience.BOARD))
    assert for_council - for_board == {_("Charters and measures"), _("Budgets, contests, refusals")}
    assert for_board - for_council == {_("Prizes")}
    shared = {_("Net Promoter Score"), _("Month by month"), _("Pressure and pulse"), _("Safeguards in force")}
    assert shared <= for_council & for_board
    both = [{each.title: each for each in composed[audience, lang].chapters} for audience in Audience]
    same = {_("Net Promoter Score"), _("Month by month"), _("By site"), _("What customers say when they call")}
    assert all(both[0][title] == both[1][title] for title in same)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_the_pages_say(composed, snapshot, lang):
    said = texts(composed[Audience.COUNCIL, lang])
    page, work = cap(snapshot, lang), vigilance(snapshot, lang)
    assert page.headline.uncertainty in said
    assert page.target.title in said
    assert page.target.required in said
    assert work.budget in said
    assert {(each.title, each.value) for each in page.sites.lines if each.value} <= set(pairwise(said))


def test_every_rule_stands_in_the_safeguards(council):
    from clairevoix.charter.rules import RULES

    assert {rule.rule_id for rule in RULES} <= set(texts(council))


def test_teams_are_the_councils_alone_and_a_small_one_is_withheld(composed):
    for_council = texts(composed[Audience.COUNCIL, "en"])
    place = next(place for place, text in enumerate(for_council) if text.endswith("sales"))
    assert for_council[place + 1] == "withheld"
    assert not any(text.endswith(("· care", "· sales")) for text in texts(composed[Audience.BOARD, "en"]))
    assert {row.dimension for row in composed[Audience.COUNCIL, "en"].rows} >= {"team", "site"}
    assert "team" not in {row.dimension for row in composed[Audience.BOARD, "en"].rows}


def test_nobody_is_quoted(council, snapshot):
    whole = bare("".join(texts(council)))
    assert snapshot.excerpts
    assert not any(bare(each.text[slice(*each.evidence)]) in whole for each in snapshot.excerpts)


def test_a_withheld_figure_is_a_rule_and_never_a_number(council, snapshot):
    hidden = next(row for row in snapshot.select("nps", "month", "2025") if row.rule_id)
    months = next(
        block
        for chapter in council.chapters
        for block in chapter.blocks
        if isinstance(block, Table) and block.caption and "2025" in block.caption
    )
    absent = [row for row in months.rows if len(row) == 2]
    assert hidden.value is hidden.n is None
    assert absent
    assert all("R17" in row[1] for row in absent)


@pytest.mark.parametrize(
    ("audience", "role"), [(Audience.COUNCIL, "council"), (Audience.BOARD, "director")], ids=["council", "board"]
)
def test_what_the_charter_keeps_from_a_role_is_not_in_its_report(snapshot, audience, role):
    charter = {**snapshot.about["charter"], "roles": [[role, ["nps"]]]}
    shown = readable(replace(snapshot, about={**snapshot.about, "charter": charter}), audience)
    assert {row.measure for row in shown.rows} == {"nps"}
    assert "vigilance" not in shown.about
    assert "listening" not in shown.about
    assert "trajectory" in shown.about
    assert vigilance(shown, "en").absence is not None


def test_nothing_published_is_said_in_words(project):
    empty = Snapshot(about={}, rows=(), labels=(), excerpts=())
    report = compose(empty, DIGEST, registry_of(project), Audience.BOARD, "en")
    assert "No survey answer was published yet." in texts(report)
    assert PdfReader(io.BytesIO(pdf(report))).pages


def test_parts_have_names_of_their_own():
    assert len({part.name for part in PARTS}) == len(PARTS)


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_everything_is_in_the_pdf(council, pages):
    # A footer may fall between two lines of a table's cell.
    foot = re.compile(rf"{re.escape(bare(f'{council.title}·{council.months}'))}\d+/\d+")
    whole = foot.sub("", bare("".join(pages)))
    assert [text for text in texts(council) if bare(text) not in whole] == []


def test_the_pdf_can_be_read_aloud(council):
    document = PdfReader(io.BytesIO(pdf(council)))
    root = document.trailer["/Root"]
    assert root["/Lang"] == council.lang
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  (a boolean of pypdf)
    assert "/StructTreeRoot" in root
    assert document.metadata.title == f"{council.title} – {council.months}"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert [each.title for each in document.outline if not isinstance(each, list)][-len(council.chapters) :] == [
        each.title for each in council.chapters
    ]


def test_pages_are_numbered_and_the_first_names_its_sources(council, pages):
    for number, page in enumerate(pages, start=1):
        assert bare(f"{number} / {len(pages)}") in bare(page)
    assert DIGEST in bare(pages[0])


def test_the_same_report_is_the_same_pdf(council):
    assert pdf(council) == pdf(council)


# --- XLSX -----------------------------------------------------------------------------------------------------------


def test_the_workbook_has_the_numbers_of_the_report_as_numbers(council):
    book = load_workbook(io.BytesIO(workbook(council)))
    for chapter, sheet in zip(council.chapters, book.worksheets[1:-1], strict=True):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        found = [cell.value for cell in cells]
        for block in chapter.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    assert row[0] in found
                    numbers = [] if block.is_prose else [number_of(text, council.lang) for text in row[1:]]
                    assert {each.value for each in numbers if each} <= set(found)
    assert book.properties.title == f"{council.title} – {council.months}"


def test_the_last_sheet_is_the_published_table(council):
    sheet = load_workbook(io.BytesIO(workbook(council))).worksheets[-1]
    head, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == len(council.rows)
    for told, row in zip(rows, council.rows, strict=True):
        for name, value in zip(head, told, strict=True):
            wanted = getattr(row, name)
            assert value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


def test_what_somebody_wrote_is_no_formula(composed):
    book = load_workbook(io.BytesIO(workbook(composed[Audience.COUNCIL, "fr"])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == DECIDED]
    assert [cell.data_type for cell in cells] == ["s"]


# --- PPTX -----------------------------------------------------------------------------------------------------------


def test_everything_is_on_a_slide(council):
    deck = Presentation(io.BytesIO(slides(council)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    said += [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    said += [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    whole = "\n".join(said)
    assert [text for text in texts(council) if text not in whole] == []
    pictures = [block.words for chapter in council.chapters for block in chapter.blocks if isinstance(block, Picture)]
    described = [shape._element.nvPicPr.cNvPr.get("descr") for shape in shapes if hasattr(shape, "image")]
    assert described == pictures
    assert pictures
