"""Looks at a whole recording before it is heard: what its channels hold, who is active when, and what may be used of it.

sections → check of each → check of the whole → one channel or two → activity, kinds of sound → facts of talk
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.ingest.audio import Section, Sound
from clairevoix.ingest.frames import samples_of
from clairevoix.ingest.sounds import sound_spans
from clairevoix.ingest.stereo import check_stereo, own_activity
from clairevoix.ingest.turntaking import latencies, outside, overtalk
from clairevoix.model.contact import Channel, Party
from clairevoix.model.sound import ChannelCheck, SoundKind, SoundSpan, StereoCheck, StereoKind
from clairevoix.model.talk import Talk
from clairevoix.model.timespan import TimeSpan, merged

#: That somebody makes a sound, and when: nothing of who it is or how it sounds.
EXTRACTOR = Extractor(name="talk", parties=tuple(Party), modality=Modality.SOUND, infers=Inference.ACTIVITY)
#: A party's sound is kept this much around its activity where the other party is faintly on its channel, in ms: words begin
#: and end below the level of activity. Of 100, 200, 300 and 400 the one with the fewest word errors on the corpus.
_AROUND_MS = 300
#: Music is known as such after a bar or so; what comes before, without a pause, is it as well. In ms.
_MUSIC_EDGE_MS = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was found in one section."""

    sounds: tuple[tuple[SoundSpan, ...], ...]
    active: tuple[tuple[TimeSpan, ...], ...]


def looked_at(sound: Sound) -> tuple[Sound, Talk]:
    """The recording as it may be used, and what it holds. Raises InputError source_gone as ``Sound.sections`` does.

    The same sound twice becomes one channel, on which anybody may be heard; of the two, the less clipped.
    """
    checks = [(check_stereo(each.recording), len(each.recording.channels[0].samples)) for each in sound.sections()]
    check = whole(checks)
    sound = sound.checked(check)
    found = [
        _moved(_look(each, section_check), each.start_ms)
        for each, (section_check, _) in zip(sound.sections(), checks, strict=True)
    ]
    sounds = tuple(_end_to_end(parts) for parts in zip(*(each.sounds for each in found), strict=True))
    active = tuple(
        merged(span for part in parts for span in part) for parts in zip(*(e.active for e in found), strict=True)
    )
    talk = Talk(check=check, sounds=sounds, active=active)
    if len(active) != 2:
        return sound, talk
    one, other = active
    return sound, replace(
        talk, overtalk=overtalk(one, other), latencies_ms=(latencies(one, other), latencies(other, one))
    )


def own_sections(sound: Sound, talk: Talk) -> Iterator[Section]:
    """The sections as they are heard: where the other party is faintly on a channel, only its own party is left on it.

    For recognition only; what is kept is the sound as it was recorded.
    """
    with_bleed = {number for number, each in enumerate(talk.check.channels) if each.bleed_db is not None}
    for section in sound.sections():
        if len(section.recording.channels) != 2 or not with_bleed:
            yield section
            continue
        start_ms, duration_ms = section.start_ms, section.recording.duration_ms
        channels = tuple(
            _only(channel, _local(talk.active[number], start_ms, duration_ms), section.recording.sample_rate_hz)
            if number in with_bleed
            else channel
            for number, channel in enumerate(section.recording.channels)
        )
        yield replace(section, recording=replace(section.recording, channels=channels))


def whole(checks: Sequence[tuple[StereoCheck, int]]) -> StereoCheck:
    """The check of a recording from those of its sections, each with its number of samples.

    A channel is dead if it is in every section. The same sound twice it is if that holds in each section in which both
    channels live, and in one at least: elsewhere one of them may have been cut off.
    """
    if len(checks) == 1:
        return checks[0][0]
    alive = [check for check, _ in checks if check.kind is not StereoKind.DEAD]
    kinds = {check.kind for check in alive}
    n_samples = [number for _, number in checks]
    channels = tuple(
        _whole_channel([check.channels[number] for check, _ in checks], n_samples)
        for number in range(len(checks[0][0].channels))
    )
    if any(channel.is_dead for channel in channels):
        return StereoCheck(kind=StereoKind.DEAD, channels=channels)
    both = StereoKind.MONO if len(channels) < 2 else StereoKind.STEREO
    kind = StereoKind.DUAL_MONO if kinds == {StereoKind.DUAL_MONO} else both
    measured = [check.correlation for check in alive if check.correlation is not None]
    return StereoCheck(kind=kind, channels=channels, correlation=max(measured, default=None))


def _whole_channel(parts: Sequence[ChannelCheck], n_samples: Sequence[int]) -> ChannelCheck:
    loudest = max(parts, key=lambda each: float("-inf") if each.bleed_db is None else each.bleed_db)
    total = max(1, sum(n_samples))

    def mean(values: Iterable[float]) -> float:
        return sum(value * number for value, number in zip(values, n_samples, strict=True)) / total

    return replace(
        loudest,
        is_dead=all(each.is_dead for each in parts),
        clipped_share=mean(each.clipped_share for each in parts),
        dc_offset=mean(each.dc_offset for each in parts),
        dead_ms=sum(each.dead_ms for each in parts),
    )


def _look(section: Section, check: StereoCheck) -> _Looked:
    recording = section.recording
    sounds = tuple(sound_spans(samples_of(channel), recording.sample_rate_hz) for channel in recording.channels)
    active = (_own(spans, kinds) for spans, kinds in zip(own_activity(recording, check), sounds, strict=True))
    return _Looked(sounds=sounds, active=tuple(active))


def _own(active: Iterable[TimeSpan], kinds: Sequence[SoundSpan]) -> tuple[TimeSpan, ...]:
    """Activity without music and tones, nor the little that is left before and after music in the same stretch."""
    music = merged(each.span for each in kinds if each.kind is SoundKind.MUSIC)
    tones = [each.span for each in kinds if each.kind is SoundKind.TONE]
    found: list[TimeSpan] = []
    for span in active:
        has_music = any(span.overlap_ms(each) for each in music)
        left = outside([span], [*music, *tones])
        found += [each for each in left if not has_music or each.duration_ms >= _MUSIC_EDGE_MS]
    return tuple(found)


def _moved(found: _Looked, by_ms: int) -> _Looked:
    if not by_ms:
        return found
    return _Looked(
        sounds=tuple(tuple(replace(each, span=_later(each.span, by_ms)) for each in kinds) for kinds in found.sounds),
        active=tuple(tuple(_later(span, by_ms) for span in spans) for spans in found.active),
    )


def _later(span: TimeSpan, by_ms: int) -> TimeSpan:
    return TimeSpan(span.start_ms + by_ms, span.end_ms + by_ms)


def _local(spans: Iterable[TimeSpan], start_ms: int, duration_ms: int) -> Iterator[TimeSpan]:
    """The parts of some spans that lie in a section, wider on both sides, on the section's clock."""
    for span in spans:
        first, last = span.start_ms - start_ms - _AROUND_MS, span.end_ms - start_ms + _AROUND_MS
        if last > 0 and first < duration_ms:
            yield TimeSpan(max(first, 0), min(last, duration_ms))


def _only(channel: Channel, spans: Iterable[TimeSpan], rate_hz: int) -> Channel:
    samples = array("h", bytes(2 * len(channel.samples)))
    for span in spans:
        start, end = span.start_ms * rate_hz // 1000, span.end_ms * rate_hz // 1000
        samples[start:end] = channel.samples[start:end]
    return replace(channel, samples=samples)


def _end_to_end(parts: Iterable[Sequence[SoundSpan]]) -> tuple[SoundSpan, ...]:
    """The spans of all sections, with those of one kind that touch as one."""
    joined: list[SoundSpan] = []
    for each in (span for part in parts for span in part):
        if joined and joined[-1].kind is each.kind and joined[-1].span.end_ms == each.span.start_ms:
            joined[-1] = replace(each, span=TimeSpan(joined[-1].span.start_ms, each.span.end_ms))
        else:
            joined.append(each)
    return tuple(joined)
