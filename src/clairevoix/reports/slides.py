"""A report as PPTX: a slide for each handful of sentences, chart and stretch of a table, small print in the notes."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import vl_convert
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Pt

from clairevoix.reports.blocks import Chapter, Listed, Picture, Said, Subheading, Table, Weight, YearlyReport

_WIDTH, _HEIGHT, _EDGE, _TOP, _FOOT = 13.333, 7.5, 0.6, 1.35, 7.0
_TITLE_ONLY = 5
_BLUE = RGBColor(0x1D, 0x5F, 0xA8)  # type: ignore[no-untyped-call]
_FAINT = RGBColor(0x56, 0x60, 0x70)  # type: ignore[no-untyped-call]
#: What fits on a slide at these sizes of letters: lines, and characters on a line as wide as the slide.
_LINES, _LETTERS = 15, 120
_TABLE_LINES, _TABLE_LETTERS = 19, 145
_LETTERS_OF_A_COLUMN = (7, 60)
_SIZE = {Weight.STRONG: 20, Weight.PLAIN: 16, Weight.QUIET: 13}


def slides(report: YearlyReport) -> bytes:
    """The document."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    about = deck.core_properties
    about.title, about.author, about.language = f"{report.title} – {report.months}", "clairevoix", report.lang
    provenance = [Said(f"{name}: {value}", Weight.QUIET) for name, value in report.provenance]
    caution = [] if report.caution is None else [Said(report.caution)]
    _sentences(_slide(deck, report, report.title), [Said(report.months, Weight.STRONG), *caution, *provenance])
    for chapter in report.chapters:
        _chapter(deck, report, chapter)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _chapter(deck: Any, report: YearlyReport, chapter: Chapter) -> None:
    """Sentences that follow each other share slides; a chart or a table has its own. Small print goes to the notes."""
    title, before = chapter.title, len(deck.slides)
    waiting, asides = list[Said](), list[str]()
    for block in (*chapter.blocks, Subheading("")):
        if isinstance(block, Said) and block.weight is Weight.QUIET:
            asides.append(block.text)
            continue
        if isinstance(block, Said | Listed):
            waiting += _sentences_of(block)
            continue
        for some in _by_lines(waiting):
            _sentences(_slide(deck, report, title), some)
        waiting = []
        if isinstance(block, Subheading):
            title = f"{chapter.title} – {block.text}"
        else:
            _shown(deck, report, title, block)
            asides += [block.note] if isinstance(block, Table) and block.note else []
        if len(deck.slides) > before:
            _noted(deck.slides[len(deck.slides) - 1], asides)
            asides = []
    if asides:
        _sentences(_slide(deck, report, chapter.title), [Said(each, Weight.QUIET) for each in asides])


def _noted(slide: Any, asides: Sequence[str]) -> None:
    """Adds to what the speaker reads."""
    if asides:
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(text for text in (frame.text, *asides) if text)


def _sentences_of(block: Said | Listed) -> list[Said]:
    return [block] if isinstance(block, Said) else [Said(f"• {each}") for each in block.items]


def _by_lines(said: Sequence[Said]) -> Iterator[list[Said]]:
    """As many sentences as a slide holds."""
    some, lines = list[Said](), 0
    for each in said:
        needed = 2 + len(each.text) // _LETTERS
        if some and lines + needed > _LINES:
            yield some
            some, lines = [], 0
        some.append(each)
        lines += needed
    if some:
        yield some


def _slide(deck: Any, report: YearlyReport, title: str) -> Any:
    """An empty slide with its title, the report's name and its number."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Inches(_EDGE), Inches(0.3), Inches(_WIDTH - 2 * _EDGE), Inches(0.9)
    head.text = title
    _dress(head.text_frame.paragraphs[0], 26, _BLUE, is_strong=True)
    _text(slide, f"{report.title} · {report.months} · {len(deck.slides)}", _FOOT, 0.35, 11)
    return slide


def _text(slide: Any, text: str, top: float, height: float, size: int) -> None:
    box = slide.shapes.add_textbox(Inches(_EDGE), Inches(top), Inches(_WIDTH - 2 * _EDGE), Inches(height))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    _dress(box.text_frame.paragraphs[0], size, _FAINT)


def _dress(paragraph: Any, size: int, colour: RGBColor | None, *, is_strong: bool = False) -> None:
    paragraph.alignment = 1
    paragraph.font.size, paragraph.font.bold = Pt(size), is_strong
    if colour is not None:
        paragraph.font.color.rgb = colour


def _sentences(slide: Any, said: Sequence[Said]) -> None:
    width, height = Inches(_WIDTH - 2 * _EDGE), Inches(_FOOT - _TOP)
    frame = slide.shapes.add_textbox(Inches(_EDGE), Inches(_TOP), width, height).text_frame
    frame.word_wrap = True
    for place, each in enumerate(said):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text, paragraph.space_after = each.text, Pt(8)
        colour = _FAINT if each.weight is Weight.QUIET else None
        _dress(paragraph, _SIZE[each.weight], colour, is_strong=each.weight is Weight.STRONG)


def _shown(deck: Any, report: YearlyReport, title: str, block: Picture | Table) -> None:
    if isinstance(block, Picture):
        _picture(_slide(deck, report, title), block)
        return
    name = title if block.caption is None else f"{title} – {block.caption}" if len(title) < 30 else block.caption
    letters = _letters(block)
    for rows in _rows_by_lines(block.rows, letters):
        _table(_slide(deck, report, name), block, rows, letters)


def _picture(slide: Any, picture: Picture) -> None:
    """As large as it can be; its words go with it, for whoever does not see it."""
    image = BytesIO(vl_convert.svg_to_png(picture.svg.decode(), scale=2.5))
    shape = slide.shapes.add_picture(image, Inches(_EDGE), Inches(_TOP))
    ratio = min(Inches(_WIDTH - 2 * _EDGE) / shape.width, Inches(_FOOT - _TOP - 0.85) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * ratio)), Emu(int(shape.height * ratio))
    shape.left = Emu(int((Inches(_WIDTH) - shape.width) / 2))
    shape._element.nvPicPr.cNvPr.set("descr", picture.words)  # noqa: SLF001
    if picture.caption:
        _text(slide, picture.caption, _FOOT - 0.8, 0.75, 12)


def _letters(table: Table) -> list[float]:
    """How many characters wide each column is, all together as many as a slide holds."""
    least, most = _LETTERS_OF_A_COLUMN
    whole = [table.heading, *(row for row in table.rows if len(row) == len(table.heading))]
    wanted = [min(most, max(least, *(len(row[place]) for row in whole))) for place in range(len(table.heading))]
    return [each * _TABLE_LETTERS / sum(wanted) for each in wanted]


def _rows_by_lines(rows: Sequence[tuple[str, ...]], letters: Sequence[float]) -> Iterator[list[tuple[str, ...]]]:
    """As many rows as a slide holds."""
    some, lines = list[tuple[str, ...]](), 0.0
    for row in rows:
        needed = 0.15 + max(1 + len(text) // wide for text, wide in zip(row, _spanned(row, letters), strict=True))
        if some and lines + needed > _TABLE_LINES:
            yield some
            some, lines = [], 0.0
        some.append(row)
        lines += needed
    if some:
        yield some


def _spanned(row: Sequence[str], letters: Sequence[float]) -> list[float]:
    """The widths of a row's cells: the last takes what is left."""
    last = len(row) - 1
    return [*letters[:last], sum(letters[last:])]


def _table(slide: Any, table: Table, rows: Sequence[tuple[str, ...]], letters: Sequence[float]) -> None:
    width = _WIDTH - 2 * _EDGE
    shape = slide.shapes.add_table(
        1 + len(rows), len(table.heading), Inches(_EDGE), Inches(_TOP), Inches(width), Inches(0.3 * (1 + len(rows)))
    )
    drawn = shape.table
    for place, each in enumerate(letters):
        drawn.columns[place].width = Inches(width * each / sum(letters))
    for at, row in enumerate((table.heading, *rows)):
        for place, text in enumerate(row):
            cell = drawn.cell(at, place)
            cell.text = text
            for side in ("margin_top", "margin_bottom"):
                setattr(cell, side, Inches(0.02))
            _dress(cell.text_frame.paragraphs[0], 12, None, is_strong=at == 0)
        if len(row) < len(table.heading):
            drawn.cell(at, len(row) - 1).merge(drawn.cell(at, len(table.heading) - 1))
