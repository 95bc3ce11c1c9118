from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engine_requests import TOOLS, counting, letters, saying, tool_choice

from husky_kernel.agent.errors import ContextOverflow, UseError
from husky_kernel.agent.protocols import Message
from husky_kernel.engines.torch.engine import TransformersEngine

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def engine(torch_folder: Path, torch_cache: Path) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", context_length=256, threads=1)
    yield engine
    engine.close()


def test_a_reply_from_the_cache_is_the_reply_without(engine: TransformersEngine) -> None:
    turns = tool_choice("[math]")
    engine.score(tool_choice(), TOOLS)
    reused, fresh = engine.generate(turns), engine.generate(tool_choice("[math]", role="fresh"))
    assert reused.text == fresh.text
    assert reused.tokens.reused >= 100
    assert (fresh.tokens.prompt, fresh.tokens.reused) == (reused.tokens.prompt, 0)


def test_what_was_generated_is_reused_as_well(engine: TransformersEngine) -> None:
    first = engine.generate(counting("chain"))
    second = engine.generate(counting("chain", prefill="1, 2, 3, 4, 5," + first.text))
    assert second.tokens.reused > first.tokens.prompt


def test_a_stopped_reply_leaves_a_sound_cache(engine: TransformersEngine) -> None:
    whole = engine.generate(counting("sound")).text
    engine.generate(counting("sound"), lambda piece: True)
    with pytest.raises(ZeroDivisionError):
        engine.generate(counting("sound"), lambda piece: bool(1 / 0))
    assert engine.generate(counting("sound")).text == whole


def test_the_reply_ends_where_the_context_does(engine: TransformersEngine) -> None:
    room = 6
    words = 256 - room - engine.generate(saying("", max_tokens=1)).tokens.prompt
    reply = engine.generate(saying(" word" * words, max_tokens=50))
    assert reply.tokens.prompt == 256 - room
    assert reply.tokens.generated <= room
    with pytest.raises(ContextOverflow, match="has 256 tokens, smollm2 takes 256"):
        engine.generate(saying(" word" * (words + room)))


def test_a_context_longer_than_the_models_is_not_promised(torch_folder: Path, torch_cache: Path) -> None:
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, context_length=10**6, threads=1)
    assert engine.context_length == 8192
    engine.close()


def test_confidence_is_a_probability(engine: TransformersEngine) -> None:
    sure = engine.generate(counting()).confidence
    drawn = engine.generate(counting(temperature=3.0)).confidence
    assert sure is not None
    assert drawn is not None
    assert 0 < drawn < 0.5 < sure <= 1


def test_a_seed_repeats_and_another_differs(engine: TransformersEngine) -> None:
    def draw(seed: int) -> str:
        return engine.generate(saying("Tell me a story.", temperature=1.5, seed=seed, max_tokens=10)).text

    assert draw(1) == draw(1)
    assert len({draw(seed) for seed in range(4)}) > 1


def test_characters_of_several_tokens_come_whole(engine: TransformersEngine) -> None:
    pieces: list[str] = []
    request = saying("Repeat: 🐕🛷 ❄️ 日本", prefill="🐕🛷 ❄️ 日本\n🐕🛷", max_tokens=12)
    reply = engine.generate(request, lambda piece: bool(pieces.append(piece)))
    assert "".join(pieces) == reply.text
    assert any(ord(character) > 0x2000 for character in reply.text)
    assert "\ufffd" not in reply.text[:-1]


def test_a_batch_answers_as_one_by_one(engine: TransformersEngine) -> None:
    requests = [
        counting(),
        tool_choice("[math]"),
        letters(stop=(" H",)),
        counting(max_tokens=3),
        saying("Hi", max_tokens=2),
    ]
    batch = engine.generate_batch(requests)
    alone = [engine.generate(request) for request in requests]
    assert [reply.text for reply in batch] == [reply.text for reply in alone]
    assert [reply.reason for reply in batch] == [reply.reason for reply in alone]
    assert [reply.tokens.prompt for reply in batch] == [reply.tokens.prompt for reply in alone]
    assert [reply.tokens.generated for reply in batch] == [reply.tokens.generated for reply in alone]
    assert [reply.confidence for reply in batch] == pytest.approx([reply.confidence for reply in alone], abs=1e-3)
    assert all(reply.tokens.reused == 0 for reply in batch)


def test_a_batch_reads_what_all_prompts_begin_with_once(engine: TransformersEngine) -> None:
    rules = Message("system", "Go on as it began, and say nothing else. " * 4)
    requests = [
        replace(asked, messages=(rules, *asked.messages)) for asked in (counting(), letters(), counting(max_tokens=2))
    ]
    batch = engine.generate_batch(requests)
    alone = [engine.generate(request) for request in requests]
    assert [reply.text for reply in batch] == [reply.text for reply in alone]
    assert [reply.confidence for reply in batch] == pytest.approx([reply.confidence for reply in alone], abs=1e-3)


def test_a_batch_samples_where_it_is_asked_to(engine: TransformersEngine) -> None:
    drawn = [saying("Tell me a story.", temperature=1.5, seed=3, max_tokens=8) for _ in range(4)]
    first, again = engine.generate_batch([*drawn, counting()]), engine.generate_batch([*drawn, counting()])
    assert [reply.text for reply in first] == [reply.text for reply in again]
    assert len({reply.text for reply in first[:4]}) > 1
    assert first[4].text == engine.generate(counting()).text


def test_an_empty_batch(engine: TransformersEngine) -> None:
    assert engine.generate_batch([]) == []


def test_one_prompt_too_long_refuses_the_batch(engine: TransformersEngine) -> None:
    with pytest.raises(ContextOverflow):
        engine.generate_batch([counting(), saying("word " * 300)])


def test_the_tokenizers_own_template(torch_folder: Path, torch_cache: Path, engine: TransformersEngine) -> None:
    own = TransformersEngine(torch_folder, "smollm2", torch_cache, None, context_length=256, threads=1)
    mine, theirs = engine.generate(counting()), own.generate(counting())
    assert theirs.tokens.prompt > mine.tokens.prompt, "SmolLM2's own template adds a system text"
    assert theirs.text.startswith(" 6, 7, 8,")
    marked = own.generate(saying("Hello" + "<|im_end|>" * 9, max_tokens=1)).tokens.prompt
    assert marked - own.generate(saying("Hello", max_tokens=1)).tokens.prompt >= 27
    own.close()


def test_an_adapter_that_is_not_loaded(engine: TransformersEngine) -> None:
    with pytest.raises(UseError, match=r"no adapter 'math' is loaded: there are none"):
        engine.use_adapter("math", "math")


def test_a_chat_template_that_there_is_not(torch_folder: Path, torch_cache: Path) -> None:
    with pytest.raises(UseError, match="unknown chat template 'alpaca'"):
        TransformersEngine(torch_folder, "smollm2", torch_cache, "alpaca", context_length=256, threads=1)
