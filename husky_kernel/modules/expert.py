"""An expert: writes the call for a step (code, a query), or the output itself (a derivation, a sentence)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from husky_kernel.agent.decisions.policy import DONE
from husky_kernel.agent.decisions.rounding import unrounded
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.protocols import Doubt, Example, Message, Repair, Request, Tool
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.facts.facts import usable
from husky_kernel.modules.grounding import is_grounded
from husky_kernel.modules.memory import Memory
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.prompting import known, lay_out, pairs

RECIPES = 2
"""So many solved questions stand before one about data at most."""

_FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expert:
    """One expert module.

    ``read`` takes the useful part out of a reply. ``shows_calls``: whether earlier calls of the same tool are part of
    the history it sees (code that builds on variables of earlier code). ``check`` says what is wrong with a call before
    it is tried, ``cure`` puts one right that failed, where its failure says how, and ``supply`` adds to a call what it
    takes from the question without saying so, where the prompt offered that. ``memory`` has solved questions to show,
    ``books`` those of cookbooks for questions about data: the first at first, the next after a program that was lost.
    """

    name: str
    prompt: Prompt
    read: Callable[[str], str]
    shows_calls: bool = False
    check: Callable[[str, Task, Sequence[Step]], Doubt | None] | None = None
    cure: Callable[[str, str, Sequence[str], Collection[str]], Repair | None] | None = None
    supply: Callable[[str, str], str] | None = None
    memory: Memory | None = None
    books: Sequence[Memory] = ()

    def request(self, task: Task, history: Sequence[Step], step: Step, failure: str | None = None) -> Request:
        """Prompt for ``step``, whose index is how many programs for it were lost. A failure is told in the ask where
        the profile has a place for it, else in turns of its own with the failed call.
        """
        done = self._with_calls(history, task.question) if self.shows_calls else known(pairs(history))
        extra: tuple[Message, ...] = ()
        prompt = self.form(task, history, step)
        text = step.step if self._shows_step(prompt, task, history, step) else ""
        if prompt is self.prompt.facts:  # the answer is rounded in the end, and small models round in between
            task = replace(task, question=usable(unrounded(task.question), task.question))
        if failure is not None and "{failure}" not in prompt.ask:
            tried = prompt.prefill + (step.call or "") + prompt.closing
            extra = (Message("assistant", tried), Message("user", prompt.retry.replace("{failure}", failure)))
        remembered = self._remembered(task, step.index) if not history else ()
        return lay_out(self.name, prompt, task, done, text, extra, failure or "", remembered)

    def _remembered(self, task: Task, index: int) -> tuple[tuple[Example, float], ...]:
        """What is like the question: what people put right stands nearest to it, recipes before."""
        found = self.memory.like(task, self.prompt) if self.memory else ()
        room = RECIPES - len(found)
        wanted = task.context and room > 0 and not task.follows
        recipes = self.books[index % len(self.books)].like(task, self.prompt) if self.books and wanted else ()
        return (*recipes[-room:], *found) if room > 0 else found

    def recalls(self, task: Task) -> bool:
        """Whether ``task`` was solved before, in other numbers."""
        return self.memory is not None and self.memory.knows(task, self.prompt)

    def form(self, task: Task, history: Sequence[Step], step: Step | None = None) -> Prompt:
        """The prompt that is laid out: without variables another one after a search that found something, and where
        nothing was done yet, unless that has no place for the words of a person.
        """
        if task.context and self.prompt.data:
            return self.prompt.data
        if task.context or history:
            return self.prompt.facts if self.prompt.facts and facts_of(history) and not task.context else self.prompt
        fitting = self.prompt.solving(task.question)
        told = step is not None and step.author == "human" and bool(step.step) and "{step}" not in fitting.ask
        return self.prompt if told else fitting

    def _shows_step(self, prompt: Prompt, task: Task, history: Sequence[Step], step: Step) -> bool:
        """A person's words are always shown, and so is a step that follows others."""
        if history or step.author == "human" or prompt.hints_first == "always":
            return True
        return prompt.hints_first == "variables" and bool(task.context) and is_grounded(step.step, task)

    def parse(self, text: str, task: Task, history: Sequence[Step] = ()) -> str:
        """The call or output in a reply to what :meth:`request` asked of ``task``."""
        call = self.read(text)
        if self.supply is None or "{table}" not in self.form(task, history).ask:
            return call
        return self.supply(call, task.question)

    def doubt(self, call: str, task: Task, history: Sequence[Step]) -> Doubt | None:
        """What the expert's check says of ``call``."""
        return self.check(call, task, history) if self.check else None

    def mend(self, call: str, failure: str, done: Sequence[str] = (), never: Collection[str] = ()) -> Repair | None:
        """``call`` put right without the model, None if that takes one."""
        return self.cure(call, failure, done, never) if self.cure else None

    def _with_calls(self, history: Sequence[Step], question: str) -> str:
        lines = []
        for step in history:
            ran = step.call if step.tool == self.name and step.call and step.status != "failed" else None
            code = f"\nCode:\n{ran.strip()}" if ran else ""
            output = usable(step.output, question) if step.tool == "search" else step.output
            lines.append(f"Step: {one_line(step.step)}{code}\nOutput: {one_line(output)}")
        return "\n".join(lines)


def facts_of(history: Sequence[Step]) -> list[Step]:
    """The steps that found facts."""
    return [step for step in history if step.tool == "search" and step.status in DONE]


def for_tool(tool: Tool, form: Prompt) -> Expert:
    """An expert for a user's own tool, prompted by the tool's instructions and examples in the form of ``form``; told
    of the variables too.
    """
    prompt = Prompt(
        system=tool.instructions,
        ask=form.ask if "{context}" in form.ask else f"{{context}}\n{form.ask.strip()}",
        examples=tuple(tool.examples),
        max_tokens=form.max_tokens,
        retry=form.retry,
        converses=getattr(tool, "converses", False),
    )
    return Expert(tool.name, prompt, block)


def block(text: str) -> str:
    """What stands in the first fenced block; before a fence that only closes; the whole reply where there is none."""
    before, *rest = _FENCE.split(text)
    body = rest[0] if rest and (len(rest) > 1 or not before.strip()) else before
    return body.strip("\n").rstrip()


def line(text: str) -> str:
    """The first line that says something, without quotation marks around it."""
    lines = [one_line(each) for each in text.splitlines() if each.strip()]
    return lines[0].strip("\"'") if lines else ""


def paragraph(text: str) -> str:
    """The whole reply without blank lines."""
    return "\n".join(each.rstrip() for each in text.splitlines() if each.strip())
