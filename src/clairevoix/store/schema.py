"""The columns of the lake."""

import pyarrow as pa

_FACT = [("contact_id", pa.string()), ("month", pa.string()), ("commit_id", pa.string())]
_PLACE = [("channel", pa.int16()), ("party", pa.string()), ("start_ms", pa.int64()), ("end_ms", pa.int64())]

CONTACTS = pa.schema(
    [
        *_FACT,
        ("started_at", pa.timestamp("us", tz="UTC")),
        ("started_on", pa.date32()),
        ("purpose", pa.string()),
        ("site", pa.string()),
        ("language", pa.string()),
        ("parties", pa.string()),
        ("duration_ms", pa.int64()),
        ("channels", pa.string()),
        ("medium", pa.string()),
        ("swapped", pa.bool_()),
        ("stage_digest", pa.string()),
        ("audio_object", pa.string()),
        ("customer", pa.string()),
        ("team", pa.string()),
        ("agent", pa.string()),
        ("epoch", pa.string()),
        ("weight", pa.float64()),
    ]
)
TURNS = pa.schema([*_FACT, ("turn", pa.int32()), *_PLACE, ("text", pa.string())])
WORDS = pa.schema(
    [*_FACT, ("turn", pa.int32()), ("position", pa.int32()), *_PLACE, ("text", pa.string()), ("score", pa.float32())]
)
REDACTIONS = pa.schema([*_FACT, *_PLACE, ("entity_type", pa.string()), ("recognizer", pa.string())])
VERIFICATIONS = pa.schema(
    [*_FACT, ("n_checked", pa.int32()), ("n_sentinels", pa.int32()), ("sentinels_lost", pa.int32())]
)
ANNOTATIONS = pa.schema(
    [
        *_FACT,
        *_PLACE,
        ("label", pa.string()),
        ("label_version", pa.int32()),
        ("annotator", pa.string()),
        ("pass_id", pa.string()),
    ]
)
PASSES = pa.schema([*_FACT, ("pass_id", pa.string()), ("codebook", pa.string())])
HELD_BACK = pa.schema([*_FACT, *_PLACE, ("reason", pa.string()), ("n_words", pa.int32())])
SOUNDS = pa.schema([*_FACT, *_PLACE, ("kind", pa.string())])
LATENCIES = pa.schema([*_FACT, ("channel", pa.int16()), ("party", pa.string()), ("latency_ms", pa.int64())])
RESPONSES = pa.schema(
    [
        ("response_id", pa.string()),
        ("survey_id", pa.string()),
        ("month", pa.string()),
        ("answered_on", pa.date32()),
        ("score", pa.int16()),
        ("site", pa.string()),
        ("channel", pa.string()),
        ("comment", pa.string()),
        ("customer", pa.string()),
    ]
)
ANSWERS = pa.schema(
    [
        ("response_id", pa.string()),
        ("survey_id", pa.string()),
        ("question_id", pa.string()),
        ("month", pa.string()),
        ("kind", pa.string()),
        ("scale_min", pa.int16()),
        ("scale_max", pa.int16()),
        ("value", pa.int16()),
        ("answered_on", pa.date32()),
        ("site", pa.string()),
        ("channel", pa.string()),
        ("customer", pa.string()),
    ]
)
_INSTANT = pa.timestamp("us", tz="UTC")
INVITATIONS = pa.schema(
    [
        ("invitation_id", pa.string()),
        ("survey_id", pa.string()),
        ("response_id", pa.string()),
        ("channel", pa.string()),
        ("site", pa.string()),
        ("sent_at", _INSTANT),
        ("delivered_at", _INSTANT),
        ("opened_at", _INSTANT),
        ("started_at", _INSTANT),
        ("completed_at", _INSTANT),
        ("suppressed", pa.bool_()),
        ("in_order", pa.bool_()),
    ]
)
REVIEWS = pa.schema(
    [
        ("contact_id", pa.string()),
        ("label", pa.string()),
        ("coder", pa.string()),
        ("coded_on", pa.date32()),
        ("present", pa.bool_()),
    ]
)

ACTS = pa.schema(
    [
        *((name, pa.string()) for name in ("month", "site", "team", "act")),
        ("n_acts", pa.int32()),
        ("n_people", pa.int32()),
        ("largest", pa.float64()),
    ]
)
ACT_SPREADS = pa.schema([("period", pa.string()), ("times", pa.int16()), ("n_people", pa.int32())])

MYSTERY = pa.schema(
    [
        ("test_id", pa.string()),
        ("channel", pa.string()),
        ("tested_on", pa.date32()),
        ("criterion", pa.string()),
        ("note", pa.float32()),
        ("confirmed_by", pa.string()),
        ("confirmed_on", pa.date32()),
    ]
)

STEPS = pa.schema(
    [
        ("step_id", pa.string()),
        ("case_id", pa.string()),
        ("customer", pa.string()),
        ("journey", pa.string()),
        ("month", pa.string()),
        ("step", pa.string()),
        ("started_at", _INSTANT),
        ("ended_at", _INSTANT),
        ("started_on", pa.date32()),
        ("due_on", pa.date32()),
        ("channel", pa.string()),
        ("outcome", pa.string()),
        ("cause", pa.string()),
        ("reason", pa.string()),
        ("responsibility", pa.string()),
        ("nature", pa.string()),
        ("area", pa.string()),
        ("operator", pa.string()),
        ("revision", pa.int64()),
    ]
)
CONTACT_LOG = pa.schema(
    [
        ("entry_id", pa.string()),
        ("case_id", pa.string()),
        ("customer", pa.string()),
        ("month", pa.string()),
        ("started_at", _INSTANT),
        ("started_on", pa.date32()),
        ("channel", pa.string()),
        ("direction", pa.string()),
        ("reason", pa.string()),
        ("resolved", pa.bool_()),
        ("transfers", pa.int16()),
        ("reidentifications", pa.int16()),
        ("repetitions", pa.int16()),
        ("missed", pa.bool_()),
        ("area", pa.string()),
        ("site", pa.string()),
        ("team", pa.string()),
    ]
)
STEP_LOGS = pa.schema(
    [
        ("log_id", pa.string()),
        ("journey", pa.string()),
        ("read_on", pa.date32()),
        ("what", pa.string()),
        ("n", pa.int64()),
    ]
)

#: Facts hang on a contact through ``commit_id``; a contact's own row is what makes them count.
FACTS = {
    "turns": TURNS,
    "words": WORDS,
    "redactions": REDACTIONS,
    "verifications": VERIFICATIONS,
    "annotations": ANNOTATIONS,
    "passes": PASSES,
    "held_back": HELD_BACK,
    "sounds": SOUNDS,
    "latencies": LATENCIES,
}
TABLES = {
    "contacts": CONTACTS,
    **FACTS,
    "responses": RESPONSES,
    "answers": ANSWERS,
    "invitations": INVITATIONS,
    "reviews": REVIEWS,
    "acts": ACTS,
    "act_spreads": ACT_SPREADS,
    "mystery": MYSTERY,
    "contact_log": CONTACT_LOG,
    "steps": STEPS,
    "step_logs": STEP_LOGS,
}
