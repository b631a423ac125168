"""Sentences of the command line, as message identifiers of the catalogues. What is wrong, then what to do."""

from clairevoix.model.errors import Code


def _(message: str) -> str:
    """Marks a sentence for the catalogues; it is said in the reader's language when it is shown."""
    return message


REASONS = {
    Code.EMPTY_FILE: _("the file is empty; export it again"),
    Code.NOT_AUDIO: _("the file holds no sound that can be read; the formats are in docs/reference"),
    Code.TRUNCATED: _("the file is cut or damaged: it holds less sound than it should; export it again"),
    Code.NO_SOUND: _("the recording lasts 0 seconds"),
    Code.TOO_LONG: _("the recording lasts more than twelve hours; cut it"),
    Code.TOO_MANY_CHANNELS: _(
        "the recording has more than two channels, or several tracks; export one channel per party"
    ),
    Code.PARTIES_MISMATCH: _(
        "the list names more or fewer parties than the recording has channels, or their number changes inside it"
    ),
    Code.MISSING_FILE: _("the list names a file that is not there; copy it beside the list"),
    Code.SOURCE_GONE: _(
        "the recording was there when it was listed and is gone or was changed;"
        " put it back, then: clairevoix run --retry"
    ),
    Code.OUTSIDE_FOLDER: _("the list names a file outside its own folder"),
    Code.NOT_LISTED: _("a recording that the list does not name; it was not opened"),
    Code.MISSING_ID: _("no identifier"),
    Code.DUPLICATE_ID: _("the identifier was used before, for something else; the first one was kept"),
    Code.BAD_DATE: _(
        "the date is neither ISO 8601 nor of a declared form, lacks its time zone, or lies before 2000 or in the future"
    ),
    Code.BAD_PARTIES: _("parties are agent, customer, system or unknown, in channel order, with | between"),
    Code.BAD_LANGUAGE: _("the language is neither fr nor en"),
    Code.UNKNOWN_SITE: _("the site is not declared in organisation.toml"),
    Code.UNKNOWN_LABEL: _("the label is not in the codebook"),
    Code.UNKNOWN_STEP: _(
        "the step or its journey has no name of small letters, digits and _; declare its word beside the log"
    ),
    Code.UNKNOWN_CONTACT: _("the contact is not among the drawn ones"),
    Code.BAD_SCORE: _("the mark is not a whole number from 0 to 10"),
    Code.BAD_VALUE: _("a value is not one of those expected"),
    Code.NOTHING_TO_DRAW: _("every contact that may be drawn was coded for this label or is in a sample of it"),
    Code.BAD_SCALE: _("the declared scale is not 0 to 10, on which alone an NPS is defined"),
    Code.NO_SCALE: _("nobody declared the scale; add a .toml beside the file, or --scale 0-10"),
    Code.WRONG_SCALE: _(
        "the declared scale is not that of this kind of question, or not the one it was stored with before"
    ),
    Code.OFF_SCALE: _("the answer is neither a whole number of the question's scale nor one of its declared labels"),
    Code.FIVE_POINTS: _(
        "no mark above 5 among 50 answers or more: a scale of five points, or an export of detractors alone"
    ),
    Code.BAD_DECLARATION: _(
        "the declaration beside the file is wrong there; what it may say is in docs/reference/settings.md"
    ),
    Code.AMBIGUOUS_COLUMN: _("the heading has that column more than once; export it once, or name it in full"),
    Code.RAGGED_ROW: _("the row has more cells than the heading: a separator inside a text without quotation marks"),
    Code.SEVERAL_SHEETS: _("the workbook has several sheets; name the one to read in the declaration, with sheet"),
    Code.TOO_LARGE: _("unpacked, the file is larger than a table may be; split it"),
    Code.MISSING_COLUMN: _("a column is missing"),
    Code.UNREADABLE: _("the file is not what its name says, or is not UTF-8"),
    Code.TOOK_TOO_LONG: _("it took far longer than such a recording should, and was stopped"),
    Code.WORKER_DIED: _("the process that handled it died; try again with: clairevoix run --retry"),
    Code.ENGINE_FAILED: _("an engine failed on it, so nothing of it was kept; try again with: clairevoix run --retry"),
    Code.RECOGNIZER_FAILED: _(
        "the search for personal data failed on it, so nothing of it was kept; please report it, then: clairevoix run --retry"
    ),
    Code.REDACTION_NOT_VERIFIED: _(
        "heard a second time after redaction, its sound still held personal data, or nothing of it could be heard;"
        " nothing of it was kept"
    ),
    Code.REFUSED: _("refused by the charter; see: clairevoix charter show"),
    Code.DIGEST_MISMATCH: _("the recording is not the one that the manifest was written for; build the corpus again"),
    Code.NO_WORDS: _(
        "the truth has no words, so nothing can be compared with it; a sound without words is of kind sound"
    ),
    Code.UNKNOWN_RECORDING: _("the corpus has no such recording in the half and condition asked for"),
    Code.OVERLAPPING_SPANS: _("two pieces of personal data of the truth overlap; mark each word once"),
    Code.BAD_TRUTH: _(
        "the truth contradicts itself or its recording: spans outside their turn, times out of order or too late"
    ),
    Code.NO_ORIGIN: _("corpus.toml must say whose voices these are: origin is synthetic, published or consenting"),
    Code.NOT_CONFIRMED: _("nobody confirmed it; a human who noted it says so in confirmed_by and confirmed_on"),
    Code.BAD_QUERY: _("the query cannot be read; the message says where, the language is in docs/reference/query.md"),
    Code.BAD_QUERY: _("the query cannot be read; the message says where, the language is in docs/reference/query.md"),
}

COUNTS = {
    "listed": _("listed"),
    "drawn": _("drawn"),
    "registered": _("registered"),
    "already_known": _("already known"),
    "moved": _("moved"),
    "rows": _("rows"),
    "stored": _("stored"),
    "to_do": _("to do"),
    "done": _("done"),
    "unchanged": _("unchanged"),
    "figures": _("figures"),
    "suppressed": _("suppressed"),
    "excerpts": _("excerpts"),
    "contacts": _("contacts"),
    "jobs": _("waiting"),
    "comments": _("comments"),
    "left_over": _("left over"),
    "ratings": _("answers to other questions"),
    "partial": _("not finished, not taken"),
    "blank": _("without an answer"),
    "invitations": _("invitations"),
    "neutralised": _("switched off"),
    "objected": _("objected to"),
    "sounds": _("sounds"),
    "answers": _("answers"),
    "cases": _("cases"),
    "epochs": _("epoch keys"),
    "ledger": _("ledger entries expired"),
    "waiting": _("waiting"),
    "evaluations": _("evaluations"),
    "mystery": _("mystery contacts"),
    "codings": _("contacts of coding samples"),
    "drafted": _("evaluations drafted"),
    "not_drafted": _("not evaluated: budget full or not informed"),
    "corrected": _("corrected by a newer version"),
    "outdated": _("older than a version that is known"),
    "no_start": _("known by their end alone"),
    "no_customer": _("without a customer"),
    "no_case": _("without a case"),
    "backwards": _("ended before they began"),
    "unlisted_cause": _("causes not listed"),
    "unlisted_reason": _("reasons not listed"),
    "unlisted_nature": _("natures not listed"),
    "unlisted_area": _("areas not listed"),
    "unlisted_operator": _("operators not listed"),
    "unlisted_channel": _("channels not listed"),
    "unlisted_outcome": _("outcomes not listed"),
    "unlisted_responsibility": _("responsibilities not listed"),
    "found": _("places found"),
    "out_of_order": _("invitations with times out of order"),
}
