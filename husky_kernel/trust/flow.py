"""Which values of a program may hold outside text: what tables and files hold, and what is made of it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from husky_kernel.syntax import identifiers
from husky_kernel.trust.calls import Call, is_text_method
from husky_kernel.trust.commands import CODE
from husky_kernel.trust.runs import Index, tokens

LENGTH = 12
"""Characters from which on a shared run of words is no chance."""

_READS = ("read", "load", "open", "get", "fetch", "urlopen", "recv", "search", "input")
_NAMED = ("getattr", "setattr")
_MODULES = frozenset({"os", "sys", "np", "pd", "plt", "math", "json", "re", "sns"})
"""What notebooks have imported in some cell before."""


class Flow:
    """The names of a program that are tainted: by strings of ``texts``, by cells of tables, by what it reads.

    One pass for all: a name that is tainted anywhere is tainted everywhere.
    """

    def __init__(self, tree: ast.Module, texts: list[str], question: str) -> None:
        self._index = Index(texts, 2)
        self._question = Index([question], 2)
        self._asked = {token.text for token in tokens(question)}
        bound = {name.id for node in ast.walk(tree) for name in _targets(node)}
        self._notebook = identifiers(tree) - bound - _imported(tree) - _MODULES
        self._tainted: set[str] = set()
        self._spread(tree)

    def into(self, call: Call) -> Iterator[str]:
        """What comes from outside among the arguments of a call that runs, sends or deletes."""
        parts = [*call.node.args, *(word.value for word in call.node.keywords)]
        for part in parts[1:2] if call.name in _NAMED else parts:
            quoted = self._quoted(part)
            if is_text_method(call) and not CODE.search(quoted):
                quoted = ""
            runs = call.kind == "runs text as code" and not is_text_method(call)
            if quoted:
                yield quoted
            elif self._foreign(part) or (runs and self._whole(part, self._asked)):
                yield ast.unparse(call.node)

    def _spread(self, tree: ast.Module) -> None:
        before = -1
        while before != len(self._tainted):
            before = len(self._tainted)
            for node in ast.walk(tree):
                for target, value in _assigned(node):
                    loops = isinstance(node, ast.For | ast.AsyncFor | ast.comprehension)
                    if self._foreign(value) or self._quoted(value) or (loops and self._whole(value)):
                        self._tainted.add(target.id)

    def _quoted(self, node: ast.expr) -> str:
        """A string in ``node`` that stands in outside text and is more than a word."""
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                said = tokens(part.value)
                for start, end in self._index.runs(said):
                    text = part.value[said[start].start : said[end - 1].end]
                    if len(text) >= LENGTH and self._question.runs(said[start:end]) != [(0, end - start)]:
                        return text
        return ""

    def _whole(self, node: ast.expr, known: Collection[str] = ()) -> bool:
        """Whether a variable of the notebook goes into ``node`` as it is, other than those that are ``known``."""
        names = (part.id for part in ast.walk(node) if isinstance(part, ast.Name))
        return any(name in self._notebook and name.casefold() not in known for name in names)

    def _foreign(self, node: ast.expr) -> bool:
        """Whether cells, what was read, or what holds such text goes into ``node``."""
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in self._tainted:
                return True
            if isinstance(part, ast.Call) and _last(part.func).startswith(_READS):
                return True
            if isinstance(part, ast.Subscript) and _first(part) in self._notebook:
                return True
        return False


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imported(tree: ast.Module) -> set[str]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {(alias.asname or alias.name).split(".")[0] for node in nodes for alias in node.names}


def _targets(node: ast.AST) -> Iterator[ast.Name]:
    yield from (target for target, _ in _assigned(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        yield from (ast.Name(argument.arg) for argument in every)


def _assigned(node: ast.AST) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Every name that ``node`` binds, with what it is made of."""
    targets: list[ast.expr] = []
    value: ast.expr | None = None
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
        targets, value = [node.target], node.value
    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        targets, value = [node.target], node.iter
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        targets, value = [node.optional_vars], node.context_expr
    if value is not None:
        for target in targets:
            yield from ((part, value) for part in ast.walk(target) if isinstance(part, ast.Name))
