"""A report as an XLSX workbook: a sheet for each chapter, its numbers as numbers, and every figure that is published."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Chapter, Listed, Picture, Said, Subheading, Table, Weight, YearlyReport
from clairevoix.reports.numbers import number_of
from clairevoix.store.published import Row

_INK, _FAINT, _BLUE = "FF1B2430", "FF566070", "FF1D5FA8"
_HEAD = PatternFill("solid", fgColor="FFE8EDF3")
_LINE = Border(bottom=Side("thin", color="FFCFD6DE"))
_COLUMNS = ("measure", "dimension", "period", "key", "value", "low", "high", "level", "n", "n_coded", "method", "unit")
_FIRST_WIDTH, _WIDTH, _NAME_MOST = 44, 20, 31
#: Sentences lie across so many columns, about so many characters a line.
_ACROSS, _LETTERS = 6, 125


def workbook(report: YearlyReport) -> bytes:
    """The document."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = f"{report.title} – {report.months}", "clairevoix"
    book.properties.language = report.lang
    _ = Translator(report.lang)
    _cover(book.create_sheet(_sheet_name(_("Report"), ())), report, _)
    for chapter in report.chapters:
        _write(book.create_sheet(_sheet_name(chapter.title, book.sheetnames)), chapter, report.lang)
    _figures(book.create_sheet(_sheet_name(_("Figures"), book.sheetnames)), report.rows, _)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """What Excel takes: 31 characters at the most, none of ``[]:*?/`` and the backslash, no name twice."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:_NAME_MOST].strip()
    known, n = {each.casefold() for each in taken}, 2
    found = name
    while found.casefold() in known:
        found = f"{name[: _NAME_MOST - 3]} {n}"
        n += 1
    return found


def _cover(sheet: Worksheet, report: YearlyReport, _: Translator) -> None:
    _wide(sheet, 2)
    _text(sheet, 1, 1, report.title).font = Font(bold=True, size=18, color=_BLUE)
    _text(sheet, 2, 1, report.months).font = Font(size=13)
    row = 3
    if report.caution:
        _said(sheet, row, Said(report.caution, Weight.STRONG))
        row += 1
    row += 1
    for name, value in report.provenance:
        _text(sheet, row, 1, name).font = Font(color=_FAINT)
        _text(sheet, row, 2, value)
        row += 1
    row += 1
    _text(sheet, row, 1, _("Contents")).font = Font(bold=True)
    for number, chapter in enumerate(report.chapters, start=1):
        _text(sheet, row + number, 1, chapter.title)


def _write(sheet: Worksheet, chapter: Chapter, lang: str) -> None:
    columns = max((len(each.heading) for each in chapter.blocks if isinstance(each, Table)), default=1)
    _wide(sheet, max(columns, _ACROSS))
    _text(sheet, 1, 1, chapter.title).font = Font(bold=True, size=15, color=_BLUE)
    row = 3
    for block in chapter.blocks:
        row = _block(sheet, row, block, lang)


def _block(sheet: Worksheet, row: int, block: Block, lang: str) -> int:
    """Writes a block from ``row`` on; the row after it."""
    match block:
        case Said():
            return _said(sheet, row, block)
        case Subheading():
            _text(sheet, row + 1, 1, block.text).font = Font(bold=True, size=12)
            return row + 2
        case Listed():
            for item in block.items:
                row = _said(sheet, row, Said(f"• {item}"))
            return row
        case Table():
            return _table(sheet, row, block, lang)
        case Picture():
            return _said(sheet, row, Said(block.words, Weight.QUIET))


def _said(sheet: Worksheet, row: int, said: Said) -> int:
    cell = _text(sheet, row, 1, said.text)
    cell.font = Font(bold=said.weight is Weight.STRONG, color=_FAINT if said.weight is Weight.QUIET else _INK)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_ACROSS)
    sheet.row_dimensions[row].height = 15.0 * (1 + len(said.text) // _LETTERS)
    return row + 1


def _table(sheet: Worksheet, row: int, table: Table, lang: str) -> int:
    if table.caption is not None:
        row += 1
        _text(sheet, row, 1, table.caption).font = Font(italic=True, color=_FAINT)
    row += 1
    for column, title in enumerate(table.heading, start=1):
        cell = _text(sheet, row, column, title)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="left" if column == 1 else None)
    for texts in table.rows:
        row += 1
        _cells(sheet, row, texts, lang, is_prose=table.is_prose)
    return _said(sheet, row + 1, Said(table.note, Weight.QUIET)) + 1 if table.note else row + 2


def _cells(sheet: Worksheet, row: int, texts: Sequence[str], lang: str, *, is_prose: bool) -> None:
    """The first cell names the row and stays text, even where it is a year."""
    for column, text in enumerate(texts, start=1):
        number = None if column == 1 or is_prose else number_of(text, lang)
        if number is None:
            cell = _text(sheet, row, column, text)
        else:
            cell = sheet.cell(row, column, number.value)
            cell.number_format = number.pattern
        cell.border = _LINE
        side = "left" if column == 1 or is_prose else "right"
        cell.alignment = Alignment(wrap_text=is_prose or column == 1, vertical="top", horizontal=side)


def _figures(sheet: Worksheet, rows: Sequence[Row], _: Translator) -> None:
    """The published table itself: what the chapters' numbers are, unrounded, and the rule where there is none."""
    for column, title in enumerate((*_COLUMNS, "rule_id"), start=1):
        cell = _text(sheet, 1, column, title)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 14
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate((*_COLUMNS, "rule_id"), start=1):
            value = getattr(row, name)
            if isinstance(value, str):
                _text(sheet, number, column, value)
            elif value is not None:
                sheet.cell(number, column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _wide(sheet: Worksheet, columns: int) -> None:
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _FIRST_WIDTH if column == 1 else _WIDTH
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text stays text: what begins with ``=`` is no formula here."""
    cell: Cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    return cell
