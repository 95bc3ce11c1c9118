"""Chat templates: messages to the one text a model reads.

The text carries no begin-of-sequence token: tokenizers add theirs. Contents are data (questions, column names, cell
values), so whatever looks like a marker of *any* model family is broken by a blank (``<|im_end|>`` becomes
``< |im_end|>``): no content can close its turn or open another. A visible blank, not an invisible character, because
models copy what they read into code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Message
from husky_kernel.engines.half_characters import whole


@dataclass(frozen=True, slots=True)
class Template:
    """How one model family writes turns; ``{}`` is the content.

    ``gap`` stands between ``ask`` (the start of the assistant's turn) and a prefill. ``folded``: the system text goes
    inside the first user turn. ``speakers``: role names that are plain text in this family, so that a line of content
    must not begin with them.
    """

    system: str
    user: str
    assistant: str
    ask: str
    stop: tuple[str, ...]
    gap: str = ""
    folded: bool = False
    speakers: tuple[str, ...] = ()


TEMPLATES: dict[str, Template] = {
    "chatml": Template(
        system="<|im_start|>system\n{}<|im_end|>\n",
        user="<|im_start|>user\n{}<|im_end|>\n",
        assistant="<|im_start|>assistant\n{}<|im_end|>\n",
        ask="<|im_start|>assistant\n",
        stop=("<|im_end|>", "<|im_start|>", "<|endoftext|>"),
    ),
    "llama-2": Template(
        system="<<SYS>>\n{}\n<</SYS>>\n\n",
        user="[INST] {} [/INST]",
        assistant=" {} </s><s>",
        ask="",
        stop=("</s>", "[INST]"),
        gap=" ",
        folded=True,
    ),
    "llama-3": Template(
        system="<|start_header_id|>system<|end_header_id|>\n\n{}<|eot_id|>",
        user="<|start_header_id|>user<|end_header_id|>\n\n{}<|eot_id|>",
        assistant="<|start_header_id|>assistant<|end_header_id|>\n\n{}<|eot_id|>",
        ask="<|start_header_id|>assistant<|end_header_id|>\n\n",
        stop=("<|eot_id|>", "<|start_header_id|>", "<|end_of_text|>"),
    ),
    "deepseek": Template(
        system="{}\n\n",
        user="User: {}\n\n",
        assistant="Assistant: {}<｜end▁of▁sentence｜>",
        ask="Assistant:",
        stop=("<｜end▁of▁sentence｜>", "\nUser:"),
        gap=" ",
        speakers=("User", "Assistant"),
    ),
    # What Husky-v1's llama-2 experts were tuned on, and (bare) what its DeepSeek experts were.
    "tulu": Template(
        system="{}\n",
        user="<|user|>\n{}\n",
        assistant="<|assistant|>\n{}</s>\n",
        ask="<|assistant|>\n",
        stop=("</s>", "<|user|>", "<|assistant|>"),
        folded=True,
    ),
    "bare": Template(system="{}\n", user="{}\n", assistant="{}\n", ask="", stop=()),
    "plain": Template(
        system="{}\n\n",
        user="User: {}\n\n",
        assistant="Assistant: {}\n\n",
        ask="Assistant:",
        stop=("\nUser:", "\nAssistant:"),
        gap=" ",
        speakers=("User", "Assistant"),
    ),
}

OPEN = "\0"
"""Marks the place where a prompt that is not complete ends; it stands in no text for a model."""

# A marker is cut after its first character; the look-ahead leaves the rest to be matched again, so overlaps are cut.
_MARKER = re.compile(
    r"<(?=[|｜])"  # <|im_end|>, <|eot_id|>, <｜end▁of▁sentence｜>
    r"|<(?=/?[A-Za-z]+_\w*>)"  # <tool_call>, <file_sep>, <start_of_turn>
    r"|<(?=/?(?:s|unk|pad|bos|eos|mask|sep|cls|think|filename|reponame)>)"
    r"|<(?=</?SYS>>)"
    r"|\[(?=/?INST\])",
    re.IGNORECASE,
)


def render(messages: Iterable[Message], prefill: str, template: str, special: Collection[str] = ()) -> str:
    """The prompt of a conversation, ending where the assistant's reply goes on after ``prefill``.

    ``special`` are further marker texts to break in contents, such as a tokenizer's own special tokens.

    Raises
    ------
    UseError
        If ``template`` is not one of :data:`TEMPLATES`.
    """
    form = find(template)
    turns = [Message(m.role, neutralise(m.content, special, form.speakers)) for m in messages]
    if form.folded:
        turns = _fold_system(turns, form)
    text = "".join(getattr(form, turn.role).format(turn.content) for turn in turns)
    return text + form.ask + (form.gap + prefill if prefill else "")


def beginning(messages: Sequence[Message], prompt: str, template: str) -> str:
    """What ``messages``, the first of a conversation, are in its ``prompt``; empty where that cannot be told apart."""
    form = find(template)
    if not messages or form.folded:
        return ""
    text = "".join(getattr(form, m.role).format(neutralise(m.content, (), form.speakers)) for m in messages)
    return text if prompt.startswith(text) else ""


def render_open(messages: Sequence[Message], template: str, special: Collection[str] = ()) -> str:
    """The prompt up to the end of the last message's content, which may go on: its turn is not closed.

    Raises
    ------
    UseError
        If ``template`` is not one of :data:`TEMPLATES`.
    """
    return render(left_open(messages), "", template, special).partition(OPEN)[0]


def left_open(messages: Sequence[Message]) -> tuple[Message, ...]:
    """``messages`` with :data:`OPEN` at the end of the last."""
    *before, last = messages
    return (*before, Message(last.role, last.content + OPEN))


def stop_strings(template: str) -> tuple[str, ...]:
    """Texts that mean the assistant's turn is over, for models that write them out as text."""
    return find(template).stop


def find(template: str) -> Template:
    """The template of that name, or :class:`UseError`."""
    if template not in TEMPLATES:
        raise UseError(f"unknown chat template {template!r}: choose one of {', '.join(TEMPLATES)}")
    return TEMPLATES[template]


def neutralise(text: str, special: Collection[str] = (), speakers: Sequence[str] = ()) -> str:
    """``text`` with every special-token look-alike broken by a blank after its first character.

    A line that begins like a turn of one of ``speakers`` gets its blank before the colon: ``User :``.
    """
    text = _MARKER.sub(r"\g<0> ", whole(text))
    words = sorted((word for word in special if len(word) > 1 and not word.isspace()), key=len, reverse=True)
    if words:
        tokens = "|".join(f"{re.escape(word[0])}(?={re.escape(word[1:])})" for word in words)
        text = re.sub(tokens, r"\g<0> ", text)
    if speakers:
        text = re.sub(rf"^([ \t]*(?:{'|'.join(speakers)}))(?=:)", r"\1 ", text, flags=re.MULTILINE)
    return text


def _fold_system(turns: list[Message], form: Template) -> list[Message]:
    """System texts moved into the first user turn, as Llama 2 wants it; kept as a user turn when there is none."""
    system = "\n".join(turn.content for turn in turns if turn.role == "system")
    rest = [turn for turn in turns if turn.role != "system"]
    if not system:
        return rest
    if not rest or rest[0].role != "user":
        rest.insert(0, Message("user", ""))
    return [Message("user", form.system.format(system) + rest[0].content), *rest[1:]]
