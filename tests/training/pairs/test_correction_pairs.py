"""Corrections as training pairs in the very layout the modules prompt with."""

from __future__ import annotations

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step, Task
from husky_kernel.corrections import Correction, Corrections
from husky_kernel.modules import expert
from husky_kernel.modules.action import Action
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.profile import load_profile
from husky_kernel.training.pairs.correction_pairs import training_pairs

PAST = Step(0, "code", "Count the rows.", "len(df)", output="3")
QUESTION, CONTEXT = "What is the mean of units?", "Variables:\ndf: DataFrame, 3 rows x 1 column"


def corrections(kind: str, tool: str, after: str, profile: str = "qwen") -> Corrections:
    item = Correction(
        kind,  # type: ignore[arg-type]
        QUESTION,
        "run1",
        1,
        profile=profile,
        context=CONTEXT,
        history=(PAST,),
        tool=tool,
        step="Take the mean.",
        before="the model's",
        after=after,
    )
    return Corrections((item,))


def test_code_is_prompted_as_its_expert_is() -> None:
    [pair] = training_pairs(corrections("code", "code", "df.units.mean()"), "code")
    prompt = load_profile("qwen").prompts["code"]
    request = Expert("code", prompt, expert.block, shows_calls=True).request(
        Task(QUESTION, CONTEXT), (PAST,), Step(1, "code", "Take the mean.")
    )
    assert pair.messages == request.messages
    assert "len(df)" in pair.messages[-1].content
    assert (pair.completion, pair.module, pair.source) == ("df.units.mean()", "code", "correction")
    assert (pair.prefill, pair.closing, pair.question) == (prompt.prefill, prompt.closing, QUESTION)


@pytest.mark.parametrize("kind", ["text", "tool"])
def test_steps_and_tools_are_lines_of_the_action_generator(kind: str) -> None:
    [pair] = training_pairs(corrections(kind, "math", "Derive  the mean."), "action")
    request = Action(load_profile("qwen").prompts["action"]).choose(Task(QUESTION, CONTEXT), (PAST,))
    assert pair.messages == request.messages
    assert pair.completion == "[math] Derive the mean."


def test_another_profile_can_be_asked_for() -> None:
    [own] = training_pairs(corrections("text", "search", "Find it."), "action")
    [other] = training_pairs(corrections("text", "search", "Find it."), "action", "smollm2")
    assert own.completion == other.completion == "[search] Find it."
    assert own.messages != other.messages
    with pytest.raises(UseError, match="no profile"):
        list(training_pairs(corrections("code", "search", "x"), "query", "none-such"))


def test_other_modules_get_nothing() -> None:
    assert list(training_pairs(corrections("code", "code", "1"), "action")) == []
