"""R1. Nothing infers an emotion from the sound of a voice, unless that sound is known to be the customer's."""

from dataclasses import replace

import pytest

from builders import a_workspace, cells_of
from clairevoix.charter.extractors import Extractor, Inference, Modality, admit_extractor, admit_extractors
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.pipeline import run
from clairevoix.redact.recognizer import EXTRACTOR as REDACTION
from clairevoix.transcribe.engine import EXTRACTOR as TRANSCRIPTION

#: What a component hears, from whom, what it concludes, and the answer.
CASES = """
| hears | parties                         | infers        | answer  | because                                            |
|-------|---------------------------------|---------------|---------|----------------------------------------------------|
| sound | customer                        | emotion       | admit   | the customer is not at work                        |
| sound | agent                           | emotion       | refuse  | the prohibition itself                             |
| sound | agent customer                  | emotion       | refuse  | one of the two is at work                          |
| sound | customer agent                  | emotion       | refuse  | the order says nothing                             |
| sound | unknown                         | emotion       | refuse  | mono: an agent may be heard in it                  |
| sound | customer unknown                | emotion       | refuse  | the unknown one may be the agent                   |
| sound | system                          | emotion       | refuse  | not known to be the customer's                     |
| sound |                                 | emotion       | refuse  | declares nobody: nobody is known                   |
| sound | agent customer system unknown   | words         | admit   | transcription infers no emotion                    |
| sound | agent                           | personal-data | admit   | muting protects whoever speaks                     |
| sound | agent                           | content       | admit   | what was said is no emotion                        |
| text  | agent                           | emotion       | admit   | words are not biometric data                       |
| text  | customer                        | emotion       | admit   | neither biometric nor at work                      |
| text  | agent customer                  | content       | admit   | the codebook's labels                              |
"""


def an_extractor(hears: str, parties: str, infers: str) -> Extractor:
    return Extractor(
        name="any",
        parties=tuple(Party(name) for name in parties.split()),
        modality=Modality(hears),
        infers=Inference(infers),
    )


@pytest.mark.parametrize(("hears", "parties", "infers", "answer", "because"), cells_of(CASES)[1:])
def test_extractor_admitted(hears, parties, infers, answer, because):
    extractor = an_extractor(hears, parties, infers)
    if answer == "admit":
        admit_extractor(extractor)
        return
    with pytest.raises(CharterRefusal) as refusal:
        admit_extractor(extractor)
    assert refusal.value.rule_id == "R1", because


def test_every_pair_of_parties_is_judged_as_its_most_protected_party():
    for first in Party:
        for second in Party:
            extractor = an_extractor("sound", f"{first} {second}", "emotion")
            if first is second is Party.CUSTOMER:
                admit_extractor(extractor)
            else:
                with pytest.raises(CharterRefusal):
                    admit_extractor(extractor)


def test_one_refusal_among_many_stops_all():
    with pytest.raises(CharterRefusal):
        admit_extractors([TRANSCRIPTION, an_extractor("sound", "agent", "emotion"), REDACTION])


def test_the_components_of_clairevoix_are_admitted():
    admit_extractors([TRANSCRIPTION, REDACTION])


def test_a_run_with_a_forbidden_extractor_hears_nothing(tmp_path):
    project = a_workspace(tmp_path)
    forbidden = replace(project, label_extractors=(an_extractor("sound", "agent", "emotion"),))
    with pytest.raises(CharterRefusal) as refusal:
        run(forbidden)
    assert refusal.value.rule_id == "R1"
    assert not project.workspace.lake.exists()


def test_a_label_that_declares_an_unknown_inference_is_no_label(tmp_path):
    label = 'name = "mood"\nversion = 1\nparty = "agent"\ninfers = "mood"\nphrases = []\n[title]\n[definition]\n'
    with pytest.raises(SettingsError, match=r"codebook/mood\.toml"):
        a_workspace(tmp_path, files={"codebook/mood.toml": label})
