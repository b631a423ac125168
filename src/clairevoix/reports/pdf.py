"""A report as PDF/UA-1: tagged, with its language and title, set by Typst with fonts of its own."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from typing import Final

import typst

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Chapter, Listed, Picture, Said, Subheading, Table, Weight, YearlyReport

_STANDARD: Final = "ua-1"
#: Beyond so many characters, a column of texts shares the width that is left instead of taking what it wants.
_LONG = 26
_WIDEST = 120
#: So many characters on a line leave nothing over: each column takes what it needs.
_FULL = 85
#: So many columns share a line as they can.
_MANY = 6


def pdf(report: YearlyReport) -> bytes:
    """The document. The same report gives the same bytes."""
    template = (files("clairevoix.reports") / "report.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"data": json.dumps(_data(report), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=_STANDARD,
        timestamp=_moment(report),
    )


def _moment(report: YearlyReport) -> int:
    return 0 if report.published_at is None else int(datetime.fromisoformat(report.published_at).timestamp())


def _data(report: YearlyReport) -> Mapping[str, object]:
    _ = Translator(report.lang)
    return {
        "lang": report.lang,
        "title": report.title,
        "months": report.months,
        "caution": report.caution,
        "contents": _("Contents"),
        "colon": "\N{NO-BREAK SPACE}:" if report.lang == "fr" else ":",
        "provenance": report.provenance,
        "chapters": [_chapter(each, is_first=place == 0) for place, each in enumerate(report.chapters)],
    }


def _chapter(chapter: Chapter, *, is_first: bool) -> Mapping[str, object]:
    """Long chapters begin on a page of their own."""
    is_long = any(isinstance(each, Picture) for each in chapter.blocks) or len(chapter.blocks) > 4
    following = (*chapter.blocks[1:], None)
    blocks = [
        {**_block(each), "sticky": after is not None and _holds(each, after)}
        for each, after in zip(chapter.blocks, following, strict=True)
    ]
    return {"title": chapter.title, "new_page": is_first or is_long, "blocks": blocks}


def _holds(block: Block, after: Block) -> bool:
    """Whether no page ends between the two: after a verdict, and before what a sentence introduces."""
    is_verdict = isinstance(block, Said) and block.weight is Weight.STRONG
    return is_verdict or isinstance(after, Table | Picture)


def _block(block: Block) -> Mapping[str, object]:
    match block:
        case Said():
            return {"kind": "said", "text": block.text, "weight": block.weight.value}
        case Subheading():
            return {"kind": "subheading", "text": block.text}
        case Listed():
            return {"kind": "listed", "items": block.items}
        case Table():
            return {"kind": "table", **asdict(block), "widths": _widths(block), "numeric": _numeric(block)}
        case Picture():
            return {
                "kind": "picture",
                "image": block.svg.decode(),
                "format": "svg",
                "words": block.words,
                "caption": block.caption,
            }


def _columns(table: Table) -> list[list[str]]:
    """The cells of each column; those that span several count for none."""
    whole = [row for row in table.rows if len(row) == len(table.heading)]
    return [[row[place] for row in whole] for place in range(len(table.heading))]


def _widths(table: Table) -> list[int]:
    """For each column its part of the width that is left, or 0 where it takes what it needs."""
    longest = [max(map(len, column), default=0) for column in _columns(table)]
    wide = [min(each, _WIDEST) if each > _LONG else 0 for each in longest]
    if any(wide):
        return wide
    if table.is_prose:
        return [1] * len(longest)
    if len(longest) > _MANY:
        return wide
    words = [max(map(len, title.split()), default=0) for title in table.heading]
    if sum(max(each) for each in zip(longest, words, strict=True)) > _FULL:
        return wide
    return [1, *[0] * (len(longest) - 1)]


def _numeric(table: Table) -> list[bool]:
    """Which columns stand to the right: numbers, and the words that stand in their place."""
    return [not table.is_prose and max(map(len, column), default=0) <= _LONG for column in _columns(table)]
