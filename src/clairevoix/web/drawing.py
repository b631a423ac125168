"""The ways in which a chart may be drawn: language, colours, width."""

from dataclasses import dataclass

THEMES = ("light", "dark")
SIZES = ("wide", "narrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme; the style sheet has the same."""

    ink: str
    faint: str
    grid: str
    paper: str
    nps: str
    target: str
    pace: str


PALETTES = {
    "light": Palette(
        ink="#1b2430",
        faint="#566070",
        grid="#e3e7ec",
        paper="#ffffff",
        nps="#1d5fa8",
        target="#a33d0b",
        pace="#566070",
    ),
    "dark": Palette(
        ink="#e8ecf1",
        faint="#a5b0bf",
        grid="#2f3a47",
        paper="#18202a",
        nps="#7db4f0",
        target="#f2a36b",
        pace="#a5b0bf",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One way to draw a chart. ``fluid`` takes the width of its container, in a browser."""

    lang: str
    theme: str
    size: str
    fluid: bool

    @property
    def palette(self) -> Palette:
        return PALETTES[self.theme]

    @property
    def narrow(self) -> bool:
        return self.size == "narrow"

    @property
    def height(self) -> int:
        return 230 if self.narrow else 280
