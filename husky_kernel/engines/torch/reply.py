"""A reply that a torch model is writing, token by token."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import perf_counter
from typing import Any

from husky_kernel.agent.protocols import Generation, OnText, Request, Work
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.probabilities import least, mean
from husky_kernel.engines.text_stream import TextStream
from husky_kernel.engines.torch.decoding import Detokenizer


class Reply:
    """Turns tokens into text until something ends it: a token of ``ends``, a stop string, the listener, the limit.

    Made before the prompt is read, it measures the time until the first token, and from there to the end.

    Parameters
    ----------
    tokenizer
        Decodes the tokens.
    prompt
        Ids of the prompt; ``reused`` of them came from a cache.
    request
        Its ``stop`` and ``max_tokens`` are heeded.
    ends
        Tokens that end the turn.
    stop
        Stop strings of the chat template.
    room
        Tokens that fit the context window after the prompt.
    """

    def __init__(
        self,
        tokenizer: Any,
        prompt: Sequence[int],
        request: Request,
        ends: Collection[int],
        stop: Sequence[str],
        room: int,
        on_text: OnText | None = None,
    ) -> None:
        self.prompt = prompt
        self._ends = ends
        self._limit = min(request.max_tokens, room)
        self._stream = TextStream((*request.stop, *stop), on_text)
        self._text = Detokenizer(tokenizer, prompt)
        self._probabilities: list[float] = []
        self._at_end = False
        self._began = self._read = perf_counter()
        self.last = -1

    @property
    def done(self) -> bool:
        """Whether the reply is complete."""
        return self._at_end or self._stream.ended is not None or len(self._probabilities) >= self._limit

    @property
    def left(self) -> int:
        """How many tokens more it may have."""
        return self._limit - len(self._probabilities)

    def add(self, token: int, probability: float) -> None:
        """Take the next token, ``last`` from now on; nothing happens once the reply is complete."""
        if self.done:
            return
        if not self._probabilities:
            self._read = perf_counter()
        self.last = token
        self._probabilities.append(probability)
        self._at_end = token in self._ends
        if not self._at_end:
            self._stream.add(self._text.add(token))

    def generation(self, reused: int = 0) -> Generation:
        """The whole reply, with the mean and the smallest probability of its tokens."""
        self._stream.add(self._text.close())
        self._stream.close()
        count = len(self._probabilities)
        reason = self._stream.ended or ("stop" if self._at_end else "length")
        confidence, smallest = mean(self._probabilities), least(self._probabilities)
        work = Work(self._read - self._began, perf_counter() - self._read)
        tokens = Tokens(len(self.prompt), reused, count)
        return Generation(self._stream.text, tokens, reason, confidence, work, smallest)
