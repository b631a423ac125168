"""Who lends their voices: mixes of Kokoro voices, how fast each talks, and in which language.

In: nothing. Out: `SPEAKERS`, name to mix. Needs no package, so that scripts can be checked without the synthesizer.
"""

from __future__ import annotations

#: Weighted voices, speed, and espeak's name of the language.
SPEAKERS: dict[str, tuple[dict[str, float], float, str]] = {
    "agent-1": ({"ff_siwis": 1.0}, 1.0, "fr-fr"),
    "agent-2": ({"ff_siwis": 0.4, "if_sara": 0.6}, 0.95, "fr-fr"),
    "agent-3": ({"ff_siwis": 0.35, "bm_george": 0.65}, 1.05, "fr-fr"),
    "agent-4": ({"em_alex": 1.0}, 1.0, "fr-fr"),
    "customer-1": ({"ff_siwis": 0.35, "em_alex": 0.65}, 1.0, "fr-fr"),
    "customer-2": ({"ff_siwis": 0.35, "am_fenrir": 0.65}, 0.95, "fr-fr"),
    "customer-3": ({"ff_siwis": 0.35, "pm_alex": 0.65}, 0.9, "fr-fr"),
    "customer-4": ({"ff_siwis": 0.35, "im_nicola": 0.65}, 1.0, "fr-fr"),
    "customer-5": ({"ff_siwis": 0.4, "pf_dora": 0.6}, 0.95, "fr-fr"),
    "customer-6": ({"ff_siwis": 0.5, "af_heart": 0.5}, 0.95, "fr-fr"),
    "customer-7": ({"ff_siwis": 0.5, "ef_dora": 0.5}, 0.92, "fr-fr"),
    "customer-8": ({"if_sara": 1.0}, 1.1, "fr-fr"),
    "system-1": ({"ff_siwis": 0.6, "ef_dora": 0.4}, 0.95, "fr-fr"),
    "en-agent-1": ({"bf_emma": 1.0}, 1.0, "en-gb"),
    "en-agent-2": ({"bm_george": 1.0}, 1.05, "en-gb"),
    "en-customer-1": ({"bm_fable": 1.0}, 1.0, "en-gb"),
    "en-customer-2": ({"bf_isabella": 1.0}, 1.0, "en-gb"),
    "en-customer-3": ({"af_heart": 1.0}, 1.05, "en-us"),
    "en-customer-4": ({"am_fenrir": 1.0}, 1.0, "en-us"),
    "en-system-1": ({"bf_emma": 0.5, "bf_lily": 0.5}, 0.95, "en-gb"),
}
