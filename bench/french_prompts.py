"""Runs the whole pipeline over real French telephone prompts: Debian's ``asterisk-core-sounds-fr-wav``.

Every file must end transcribed in the lake or put aside with a reason; wall time and real-time factor are printed. One
woman, Canadian French, 8 kHz: a test of robustness and speed, not of accuracy, since no transcripts ship.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

SOUNDS = Path("/usr/share/asterisk/sounds")


def main() -> int:
    files = sorted({file.resolve() for file in SOUNDS.glob("fr*/**/*.wav")})
    if not files:
        print("no prompts found; install them with: apt-get install asterisk-core-sounds-fr-wav", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        source, workspace = Path(folder) / "source", Path(folder) / "workspace"
        list_prompts(files, source)
        clairevoix("init", str(workspace))
        ingested = clairevoix(
            "ingest", "calls", str(source), "--purpose", "technical-test", "--workspace", str(workspace), "--json"
        )
        report = clairevoix("run", "--workspace", str(workspace), "--json")
    put_aside = report["quarantined"] + ingested["quarantined"]
    codes = sorted({aside["code"] for aside in put_aside})
    facts = report["facts"]
    print(f"prompts {len(files)}, in the lake {report['counts']['done']}, put aside {len(put_aside)} {codes}")
    print(
        f"sound {facts['audio_s']:.0f} s, wall {facts['wall_s']:.0f} s, real-time factor {facts['real_time_factor']:.3f}"
    )
    return 0 if report["counts"]["done"] + len(put_aside) == len(files) and report["counts"]["done"] else 1


def list_prompts(files: list[Path], source: Path) -> None:
    """Copies the prompts beside a list that dates them today: recordings past their term are refused."""
    source.mkdir()
    with (source / "contacts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["contact_id", "file", "started_at", "language"])
        for number, file in enumerate(files):
            name = f"{number:04}.wav"
            shutil.copyfile(file, source / name)
            writer.writerow([name, name, datetime.now(UTC).isoformat(), "fr"])


def clairevoix(*arguments: str) -> dict:
    """Runs a command; put-aside items end it with 11, which is no failure here."""
    done = subprocess.run(
        [sys.executable, "-m", "clairevoix", *arguments], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 11):
        raise SystemExit(f"clairevoix {arguments[0]} ended with {done.returncode}")
    return json.loads(done.stdout) if done.stdout.startswith("{") else {}


if __name__ == "__main__":
    sys.exit(main())
