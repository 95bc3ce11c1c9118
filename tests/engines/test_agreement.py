"""Two engines on one file are two computations of one model."""

from __future__ import annotations

import pytest
from engine_requests import TOOLS, Build, counting, letters, saying, tool_choice

from husky_kernel.agent.protocols import Request

pytestmark = pytest.mark.model

REQUESTS = [counting(), letters(), tool_choice("[math]"), saying("What is the capital of France?", max_tokens=6)]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.role)
def test_first_tokens_agree(shared: Build, request_: Request) -> None:
    one, two = (shared(kind).generate(request_) for kind in ("llamacpp", "transformers"))
    assert one.tokens.prompt == two.tokens.prompt, "the prompts must be the same tokens"
    assert one.text.split()[:3] == two.text.split()[:3]
    assert one.text.strip()


@pytest.mark.parametrize(
    ("request_", "choices"),
    [
        (tool_choice(), TOOLS),
        (saying("Which tool do you take for 6*7: code, math or search?", "action", prefill="["), TOOLS),
        (saying("Is the sky blue?", prefill="The sky is"), (" blue", " not", " a", " red")),
        (saying("What is the capital of France?", prefill="The capital of France is"), (" Paris", " London", " Rome")),
    ],
)
def test_scores_agree(shared: Build, request_: Request, choices: tuple[str, ...]) -> None:
    one, two = (shared(kind).score(request_, choices).probabilities for kind in ("llamacpp", "transformers"))
    assert one == pytest.approx(two, abs=0.1)


def test_a_server_of_the_same_file_agrees_too(shared: Build) -> None:
    one, two = (shared(kind).score(tool_choice(), TOOLS).probabilities for kind in ("openai", "transformers"))
    assert one["math"] == pytest.approx(two["math"], abs=0.05)
