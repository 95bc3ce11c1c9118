"""From messages to the token ids a torch model reads, by a named chat template or the tokenizer's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Message
from husky_kernel.engines.chat import OPEN, TEMPLATES, find, left_open, neutralise, render, render_open, stop_strings


class PromptEncoder:
    """Encodes prompts for one tokenizer.

    ``ends`` are the tokens that end a turn, ``end`` the one that a model of this template writes, ``stop`` texts that
    end it, ``pad`` a token to fill rows with.

    Parameters
    ----------
    tokenizer
        A tokenizer of transformers.
    template
        A name of :data:`husky_kernel.engines.chat.TEMPLATES`; empty or None means the tokenizer's own template, and
        ``plain`` where it has none.

    Raises
    ------
    UseError
        If there is no template of that name.
    """

    def __init__(self, tokenizer: Any, template: str | None) -> None:
        self._tokenizer = tokenizer
        own = not template and tokenizer.chat_template
        self._template = None if own else template or "plain"
        added = tokenizer.added_tokens_decoder
        self._special = [token.content for token in added.values() if token.special]
        self.stop = stop_strings(self._template) if self._template else ()
        marks = {stop for form in TEMPLATES.values() for stop in form.stop}
        self.ends = {number for number, token in added.items() if token.content in marks}
        if tokenizer.eos_token_id is not None:
            self.ends.add(int(tokenizer.eos_token_id))
        self.pad = int(tokenizer.pad_token_id or tokenizer.eos_token_id or 0)
        named = {token.content: number for number, token in added.items()}
        last = self.pad if tokenizer.eos_token_id is None else int(tokenizer.eos_token_id)
        self.end = named.get(self.stop[0], last) if self.stop else last

    def encode(self, messages: Iterable[Message], prefill: str) -> list[int]:
        """Ids of the conversation up to the end of ``prefill``.

        Raises
        ------
        EngineError
            If the tokenizer's own template refuses the conversation.
        """
        if self._template:
            text = render(messages, prefill, self._template, self._special)
            return self._ids(text, add_special_tokens=True)
        # The tokenizer's own template writes the begin-of-sequence token itself.
        return self._ids(self._render_own(messages) + prefill, add_special_tokens=False)

    def encode_open(self, messages: Sequence[Message]) -> list[int]:
        """Ids up to the end of the last message's content, which may go on. Raises as :meth:`encode` does."""
        if self._template:
            return self._ids(render_open(messages, self._template, self._special), add_special_tokens=True)
        return self._ids(self._render_own(left_open(messages)).partition(OPEN)[0], add_special_tokens=False)

    def extend(self, ids: Sequence[int], text: str) -> list[int]:
        """``ids`` and those of the text after them."""
        return [*ids, *self._ids(text, add_special_tokens=False)]

    def turn(self) -> list[int]:
        """Ids of what begins the assistant's turn; none where the template has no mark for it."""
        if self._template:
            return self._ids(find(self._template).ask, add_special_tokens=False)
        said = [{"role": "user", "content": "a"}]
        asked = str(self._tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True))
        without = str(self._tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=False))
        return self._ids(asked.removeprefix(without), add_special_tokens=False)

    def count(self, text: str) -> int:
        """Number of tokens of ``text`` alone."""
        return len(self._ids(text, add_special_tokens=False))

    def _ids(self, text: str, add_special_tokens: bool) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=add_special_tokens)["input_ids"])

    def _render_own(self, messages: Iterable[Message]) -> str:
        from jinja2 import TemplateError

        turns = [{"role": m.role, "content": neutralise(m.content, self._special)} for m in messages]
        try:
            return str(self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
        except TemplateError as error:
            known = ", ".join(TEMPLATES)
            raise EngineError(f"the model's own chat template refuses: {error}; name one of {known}") from error
