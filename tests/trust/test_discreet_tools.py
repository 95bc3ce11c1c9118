from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.protocols import Knows
from husky_kernel.tools.code import CodeTool
from husky_kernel.tools.math import MathTool
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor
from husky_kernel.trust.tools import discreet


def test_printed_keys_do_not_come_back_and_variables_stay() -> None:
    shell = InteractiveShell.instance()
    try:
        shell.user_ns["api_key"] = "zzTop123456789"
        tools = discreet({"code": CodeTool(shell), "math": MathTool()}, Redactor(shell.user_ns, {}))
        seen = tools["code"].run("print(api_key)\n{'it': api_key}")
        failed = tools["code"].run("raise ValueError(api_key)")
        assert shell.user_ns["api_key"] == "zzTop123456789"
    finally:
        InteractiveShell.clear_instance()
    assert "zzTop" not in f"{seen}{failed}"
    assert REMOVED in seen.text
    assert REMOVED in str(failed.error)
    assert (tools["code"].name, tools["code"].executes) == ("code", True)
    assert hasattr(tools["code"], "arun")
    assert not hasattr(tools["math"], "arun")


def test_a_tool_still_says_what_it_knows() -> None:
    class Atlas(MathTool):
        def knows(self, question: str) -> bool:
            return "Texas" in question

    tools = discreet({"atlas": Atlas(), "math": MathTool()}, Redactor({}))
    known = [isinstance(tool, Knows) and tool.knows("How large is Texas?") for tool in tools.values()]
    assert known == [True, False]
