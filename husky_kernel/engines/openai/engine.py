"""Any server that speaks the OpenAI chat protocol: vLLM, SGLang, llama-server, Ollama, a hosted service."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.protocols import Generation, Message, OnText, Request, Scores, Work
from husky_kernel.agent.stopping import left, stoppable
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.chat import neutralise
from husky_kernel.engines.openai.connection import Connection
from husky_kernel.engines.openai.logprobs import after_lead, tops_after
from husky_kernel.engines.openai.pieces import CUT, read_piece, timings, usage
from husky_kernel.engines.prefill import PrefillStripper
from husky_kernel.engines.probabilities import least, mean
from husky_kernel.engines.scoring import score_first_tokens
from husky_kernel.engines.text_stream import TextStream

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionChunk

CONTEXT_LENGTH = 8192
"""Tokens assumed where neither the user nor the server says how much a prompt may have."""

CHARACTERS_PER_TOKEN = 3
"""Low on purpose: tables of numbers take more tokens than prose."""

TOP, MAX_STOPS = 20, 4
"""Alternatives listed for a token, and stop strings: what the protocol allows."""

PARTING = 8
"""Tokens within which a reply has got past its prefill, to where the choices part."""

BEGIN = "Begin your reply with: "
"""Said to a server that is not known to continue an unfinished assistant turn; the protocol has no word for it."""


class OpenAIEngine:
    """A model behind a ``/v1`` address. The key is read from HUSKY_API_KEY or OPENAI_API_KEY.

    A request's prefill is sent as an unfinished assistant turn to servers that continue one (llama-server, vLLM and
    SGLang, told by what they say of themselves); others are asked to begin with it, and it is taken off their reply.

    Parameters
    ----------
    base_url
        Up to and with ``/v1``.
    model
        The server's name for the model; the first one it lists if None.
    name
        What traces call it; the model's name if None.
    context_length
        Tokens of prompt and reply; what the server says if None.
    timeout
        Seconds to wait for the server's next sign of life.
    retries
        How often a request that failed in passing is repeated, with growing pauses.

    Raises
    ------
    EngineError
        If the server cannot be reached, refuses the key, or lists no model when none is named.
    """

    def __init__(
        self,
        base_url: str,
        model: str | None = None,
        name: str | None = None,
        context_length: int | None = None,
        timeout: float = 120.0,
        retries: int = 2,
    ) -> None:
        self._connection = Connection(base_url, timeout, retries)
        card = stoppable(partial(self._connection.card, model))
        self._model = model or card.model
        self._extra = card.continues
        self.name = name or self._model
        self.context_length = context_length or card.context_length or CONTEXT_LENGTH
        self._has_logprobs = True

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """Continue the request. The token counts are the server's; none of the prompt's if the reply was cut short.

        So are the times where it tells them, as llama-server does; else reading is what came before the first piece.
        Probabilities are told by servers that run here.
        """
        return stoppable(partial(self._generate, request, on_text))

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Read from the likeliest tokens the server lists where the choices part; empty if it lists none."""
        if not self._has_logprobs:
            return Scores({})
        budget = PARTING if self._extra is None else 2
        body = self._body(request, max_tokens=budget, logprobs=True, top_logprobs=TOP)
        start = perf_counter()
        reply = stoppable(partial(self._connection.complete, body, optional=True))
        work = Work(perf_counter() - start)
        listed: Any = reply
        try:
            path = after_lead(listed.choices[0].logprobs.content, request.prefill if self._extra is None else "")
            probabilities = score_first_tokens(tops_after(path, ""), choices, deeper=partial(tops_after, path))
        except (AttributeError, TypeError, ValueError, IndexError):  # it lists none, or nonsense
            self._has_logprobs = False
            return Scores({})
        return Scores(probabilities, usage(reply) or Tokens(), timings(reply) or work)

    def count_tokens(self, text: str) -> int:
        """Estimated, rather too many than too few: the protocol has no way to ask."""
        return math.ceil(len(text) / CHARACTERS_PER_TOKEN)

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _generate(self, request: Request, on_text: OnText | None) -> Generation:
        stream, strip = TextStream(request.stop, on_text), PrefillStripper(request.prefill, any_tag=self._extra is None)
        tokens, finish, told = Tokens(), None, None
        probabilities: list[float] = []
        begun = read = perf_counter()
        with closing(self._chunks(request)) as chunks:
            for piece in map(read_piece, chunks):
                tokens, told, finish = piece.tokens or tokens, piece.work or told, piece.finish or finish
                if piece.text and self._connection.unlimited and tokens.generated >= request.max_tokens:
                    finish = "length"
                    break
                probabilities += piece.probabilities
                if piece.text:
                    read = perf_counter() if read == begun else read
                    tokens += Tokens(generated=not piece.tokens)
                    stream.add(strip.add(piece.text))
                if stream.ended or left():
                    break
        stream.add(strip.close())
        stream.close()
        if not (finish or stream.ended):
            raise self._connection.broken_off()
        work = told or Work(read - begun, perf_counter() - read)
        reason = stream.ended or ("length" if finish in CUT else "stop")
        return Generation(stream.text, tokens, reason, mean(probabilities), work, least(probabilities))

    def _chunks(self, request: Request) -> Generator[ChatCompletionChunk]:
        # A stop string that is part of the prefill would end a reply that repeats the prefill.
        stops = [stop for stop in request.stop if self._extra is not None or stop not in request.prefill]
        body = self._body(
            request, max_tokens=request.max_tokens, stream=True, stream_options={"include_usage": True}
        ) | ({"stop": stops[:MAX_STOPS]} if stops else {})
        return self._connection.stream(body | ({"logprobs": True} if self._extra is not None else {}))

    def _body(self, request: Request, **options: Any) -> dict[str, Any]:
        messages = [Message(m.role, neutralise(m.content)) for m in request.messages]
        if request.prefill and self._extra is not None:
            messages.append(Message("assistant", request.prefill))
            options["extra_body"] = self._extra
        elif request.prefill.strip() and messages:
            last = messages.pop()
            messages.append(Message(last.role, f"{last.content}\n\n{BEGIN}{request.prefill.strip()}"))
        turns = [{"role": message.role, "content": message.content} for message in messages]
        sampling = {"temperature": request.temperature, "seed": request.seed}
        return {"model": self._model, "messages": turns, **sampling, **options}
