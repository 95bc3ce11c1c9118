"""One step carried out: the expert writes, a person may look, the tool acts, failures are repaired, the output becomes
a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap
from time import perf_counter
from typing import Any, cast

from husky_kernel.agent.answers.reading import ANOTHER_WAY
from husky_kernel.agent.draft import Draft
from husky_kernel.agent.events import Act, Event, Reply, Think, Verdict
from husky_kernel.agent.grammar import FAILED, SKIPPED, one_line, shortened
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.reviewing import ahead, rephrase, review
from husky_kernel.agent.state import Run
from husky_kernel.agent.types import Observation, Step

REPAIRS = {"code": 2, "search": 1}
"""How often a failed call is written anew, by tool; others, a user's own among them, get one repair."""

AGAIN = 1
"""The same for a program about the user's data, where others are tried besides."""

WARM = 0.7
"""Temperature of a second try in the same way: at zero it would be the first one again."""

MILD = 0.4
"""The same for programs about the user's data, which should be other ones, and still be programs."""

SAMPLED = 2
"""From this repair on the call is sampled: a small model tends to repair a program by writing it once more."""

SHOWN = 80
"""Characters of a solved question that are shown where it served as an example."""

CUT_OFF = Observation("", ok=False, error="the program was too long and was cut off: write a shorter one")

CHANGING = ("reading", "join")
"""Kinds of repairs that are not for a program that is to change the user's variables: theirs would stay."""

TOLD_FIRST = ("count", "present", "blank", "factor", "group", "asked", "kept")
"""Kinds of repairs of a program that ran which leave something open, such as the rows that are meant: told first."""

WROTE_NOTHING = Observation("", ok=False, error="the model wrote nothing")


@dataclass(frozen=True, slots=True)
class Acting:
    """Carries out one step of a run."""

    state: Run

    def perform(self, step: Step) -> Generator[Event, Reply, None]:
        """Expert, review, tool, repairs and rewriter; the finished step joins the run's steps."""
        draft = self._draft(step, step.call)
        while True:
            if not (draft.given or draft.mended):
                other = yield from self._write(draft)
                if other is not None:
                    draft = yield from self._handed_over(draft.step, other)
                    continue
            verdict = yield from review(self.state, draft.step, draft.text, draft.given)
            seen = None
            while seen is None or verdict is not None:
                if verdict is not None and verdict.kind == "skip":
                    return (yield from self._skip(draft))
                if verdict is not None and (verdict.kind == "flip" or verdict.edited):
                    draft, seen = (yield from self._changed(draft, verdict)), None
                    if not draft.given:
                        break
                seen, verdict = (yield from self._act(draft)), None
                if seen.held:
                    verdict = yield from review(self.state, draft.step, draft.text, draft.given, seen.held)
            if seen is not None and not self._tries_again(draft, seen):
                return (yield from self._close(*self._better(draft, seen)))

    def _skip(self, draft: Draft) -> Generator[Event, Reply, None]:
        blank = replace(draft.step, observation="", outputs=(), error=None, effects=None, result=None)
        yield from self._finish(replace(blank, status="stopped", output=SKIPPED, author="human"))

    def _tries_again(self, draft: Draft, seen: Observation) -> bool:
        """Whether there is another call to try after what has been seen."""
        if seen.ok:
            return self._reconsiders(draft, seen)
        return self._mends(draft, seen) or self._again(draft, seen.error)

    def _again(self, draft: Draft, failure: str | None) -> bool:
        """Have it written anew. The last program about the user's data does not see those that failed: a small model
        that sees them writes them once more.
        """
        anew = draft.attempt + 1 >= SAMPLED and self.state.team.policy.is_data(draft.task)
        return draft.again(None if anew else failure)

    def _reconsiders(self, draft: Draft, seen: Observation) -> bool:
        """Whether the program is put right or written once more because something speaks against what it came to. Where
        there is one way to put it right, that is done; else its writer is told, once, and what comes of it put right.
        """
        against = [told for told in seen.against if not told.startswith(ANOTHER_WAY)]
        if not against or draft.given:
            return False
        failure = f"It ran, but {'; '.join(against)}."
        draft.first = draft.first or (draft.step, seen, draft.text)
        later = () if draft.told else TOLD_FIRST
        if self._repairs(draft, failure, later):
            return True
        draft.told = True
        return self._again(draft, failure) or (bool(later) and self._repairs(draft, failure))

    def _better(self, draft: Draft, seen: Observation) -> tuple[Step, Observation, str]:
        """The last try, or the one before it where that came to something and the last to nothing."""
        if draft.first is not None and not seen.ok:
            return draft.first
        return draft.step, seen, draft.text

    def _changed(self, draft: Draft, verdict: Verdict) -> Generator[Event, Reply, Draft]:
        """A fresh draft by a person's verdict: their call as it stands, else one to be written for their words."""
        if verdict.kind == "flip":
            return (yield from self._handed_over(replace(draft.step, author="human"), verdict.tool))
        step = replace(draft.step, step=one_line(verdict.step) or draft.step.step, call=verdict.call, author="human")
        if step.step != draft.step.step:
            self.state.reword(step.step)
        return self._draft(step, verdict.call)

    def _handed_over(self, step: Step, tool: str) -> Generator[Event, Reply, Draft]:
        """A fresh draft for another tool, in words of its own."""
        step = yield from rephrase(self.state, replace(step, tool=tool, call=None))
        return self._draft(step, None)

    def _draft(self, step: Step, call: str | None) -> Draft:
        """A fresh draft. Where other programs are written for the same, they begin anew, which mends more than a third
        try that sees the first two.
        """
        votes, most = self.state.votes, REPAIRS.get(step.tool, 1)
        if votes.may(self.state.task) and step.tool == self.state.team.policy.opens(self.state.task):
            most = 0 if votes.is_one(step) else AGAIN
        return Draft(self.state.begin(step), self.state.task, call or "", call is not None, most)

    def _write(self, draft: Draft) -> Generator[Event, Reply, str | None]:
        """Have the expert write the call, and once more if it is doubted; the tool that should act instead, if any."""
        expert = self.state.team.experts[draft.step.tool]
        while True:
            yield from self.state.tell(draft.step, "writing")
            step, shown = self.state.opinions.seen_by(draft.step, self.state.history)
            request = replace(self._request(draft, step, shown), step=step.index, attempt=draft.attempt)
            draft.remembered = request.remembered
            ask = Think(request, draft.step.index, "call")
            generation, draft.step = yield from self.state.think(ask, draft.step, "expert")
            at_once = not draft.attempt and draft.refused is None
            draft.step = replace(draft.step, least=generation.least if at_once else None)
            draft.text = expert.parse(request.begun + generation.text, draft.task, shown)
            draft.never = None
            draft.cut = generation.reason != "stop" and self.state.team.tools[draft.step.tool].executes
            if draft.cut:
                return None
            if draft.text in (draft.refused, draft.before) and not draft.insists and draft.attempt < SAMPLED:
                draft.insists = True
                if not self._repairs(draft, draft.failure or ""):
                    continue
                return None
            # Only once: a model that insists may be right, as with "women" in the question, 'female' in the table.
            doubt = expert.doubt(draft.text, draft.task, self.state.history)
            draft.never = doubt.failure if doubt and doubt.never else None
            if draft.refused is not None or draft.last:
                return None
            if doubt is None or doubt.tool is not None:
                return doubt.tool if doubt and doubt.tool in self.state.team.tools else None
            draft.task, draft.refused = doubt.task, draft.text
            draft.again(doubt.failure)

    def _mends(self, draft: Draft, seen: Observation) -> bool:
        """Whether the failed call could be put right without the model. Not what a person wrote."""
        return not draft.given and self._repairs(draft, seen.error or "")

    def _repairs(self, draft: Draft, failure: str, later: Collection[str] = ()) -> bool:
        """Put the call right without the model, if that can be done and was not done in this way before; not in ways
        that come ``later``.
        """
        never = {*later, *(CHANGING if draft.task.changes else ())}
        repair = self.state.team.experts[draft.step.tool].mend(draft.text, failure, draft.repaired, never)
        if repair is None:
            return False
        draft.repaired.append(repair.kind)
        draft.text, draft.mended = repair.text, True
        draft.step = replace(draft.step, repairs=(*draft.step.repairs, repair.told))
        return True

    def _request(self, draft: Draft, step: Step, shown: Sequence[Step]) -> Request:
        """The expert's prompt. What would else be said again is sampled: a second opinion that goes the same way as the
        first, the last repair of a call, one that came to what something speaks against, and a doubted call that is
        written as it was. Whoever solves once more what was solved is shown the same, so that hardly anything is read;
        after a program that came to nothing other examples are shown.
        """
        if draft.failure and draft.text:
            step = replace(step, call=draft.text)
        placed = replace(step, index=self.state.votes.lost(self.state.history))
        request = self.state.team.experts[step.tool].request(draft.task, shown, placed, draft.failure)
        again = self.state.opinions.is_one(draft.step)
        before = sum(other.tool == step.tool for other in self.state.history) if again else 0
        sampled = before or draft.attempt >= SAMPLED or draft.insists or draft.told
        alike = before and not (placed.index or draft.attempt)
        warmth = WARM if alike or not self.state.team.policy.is_data(draft.task) else MILD
        return replace(request, temperature=warmth, seed=before + draft.attempt) if sampled else request

    def _act(self, draft: Draft) -> Generator[Event, Reply, Observation]:
        tool, step = self.state.team.tools[draft.step.tool], draft.step
        call = draft.text if tool.executes else None
        step = draft.step = self.state.begin(replace(step, call=call, observation="", outputs=()))
        if not draft.text.strip():
            return WROTE_NOTHING
        if draft.cut:
            return CUT_OFF
        if draft.never and not draft.given:
            return Observation("", ok=False, error=draft.never)
        yield from self.state.tell(step, "running")
        start = perf_counter()
        with self.state.clock.time("tool"):
            so_far = partial(self._keep, step)
            aside = self.state.votes.is_one(step) and not draft.given
            ask = Act(step.tool, draft.text, step.index, self._ahead(draft), draft.given, so_far, aside)
            seen = cast(Observation, (yield ask))
        seen = self.state.team.judge(draft.task, seen, draft.text)
        spent = step.seconds.add("tool", perf_counter() - start)
        sources = (*seen.sources, *starmap(_memory, draft.remembered))
        step = replace(step, seconds=spent, observation=seen.text, outputs=seen.outputs, sources=sources)
        seen = replace(seen, notes=(*(drawn.text for drawn in seen.drawn), *seen.notes))
        step = replace(step, error=seen.error, effects=seen.effects, result=seen.result)
        draft.step = self.state.begin(replace(step, notes=seen.notes, against=seen.against))
        return seen

    def _keep(self, step: Step, seen: Observation) -> None:
        self.state.begin(replace(step, observation=seen.text, outputs=seen.outputs))

    def _ahead(self, draft: Draft) -> Callable[[], Request] | None:
        """What is asked next. Where the output may decide that, it is most often nothing."""
        if self.state.opinions.is_one(draft.step) or self.state.team.policy.is_data(self.state.task):
            return None
        return partial(ahead, self.state, replace(draft.step, call=draft.text))

    def _close(self, step: Step, seen: Observation, text: str) -> Generator[Event, Reply, None]:
        if not seen.ok:
            step = replace(step, status="failed", output=FAILED, error=seen.error)
        elif not self.state.team.tools[step.tool].executes:
            step = replace(step, output=one_line(text), error=seen.checked)
        else:
            step = yield from self._rewrite(replace(step, error=seen.checked), seen)
        if step.author == "human" and step.status == "done":
            step = replace(step, status="edited")
        yield from self._finish(step)

    def _finish(self, step: Step) -> Generator[Event, Reply, None]:
        yield from self.state.tell(self.state.add(step), "done")

    def _rewrite(self, step: Step, seen: Observation) -> Generator[Event, Reply, Step]:
        rewriter = self.state.team.rewriter
        plain = seen.result.said if seen.result and self.state.task.context else rewriter.plain(seen)
        if plain is not None:
            return replace(step, output=one_line(plain))
        yield from self.state.tell(self.state.begin(step), "rewriting")
        ask = Think(replace(rewriter.request(self.state.task, step), step=step.index), step.index, "output")
        generation, step = yield from self.state.think(ask, step, "rewrite")
        return replace(step, output=one_line(rewriter.parse(generation.text, seen)))


def _memory(question: str, likeness: float) -> Mapping[str, Any]:
    """A solved question that served as an example, among a step's sources."""
    title = shortened(one_line(question), SHOWN)
    return {"source": "memory", "title": f"solved before: {title}", "likeness": round(likeness, 4)}
