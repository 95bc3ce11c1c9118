"""GSM8K, SVAMP, MathQA: annotated arithmetic as programs."""

from __future__ import annotations

import pytest
from carrying_out import CarryOut

from husky_kernel.training.trajectories import Unfit

EGGS = {
    "question": "Ann has 3 boxes of 60 eggs. She sells half of them at $0.50 each. How much does she get?",
    "answer": "Ann has 3*60 = <<3*60=180>>180 eggs.\nShe sells 180/2 = <<180/2=90>>90 eggs.\n"
    "So she gets 90 x $0.50 = $<<90*.5=45>>45.\n#### 45",
}


def test_gsm8k_is_one_program_with_named_and_linked_results(carry_out: CarryOut) -> None:
    found = carry_out("gsm8k", EGGS)
    [step] = found.trace.steps
    assert step.tool == "code"
    assert step.call is not None
    lines = step.call.splitlines()
    assert lines[:2] == ["# Ann has eggs", "ann_eggs = 3 * 60"]
    assert "180" not in step.call
    assert lines[-1] == lines[-2].split(" = ")[0]
    assert (found.trace.answer, found.trace.status, step.output) == ("45.0", "finished", "45.0")
    assert (found.licence, found.origin, found.verified) == ("MIT", "annotation", ("executed", "answer"))
    assert step.step == "Compute with one program: How much does she get?"


def test_gsm8k_stepwise_builds_on_earlier_steps(carry_out: CarryOut) -> None:
    steps = carry_out("gsm8k", EGGS, style="stepwise").trace.steps
    assert [step.output for step in steps] == ["180", "90.0", "45.0"]
    assert "ann_eggs / 2" in str(steps[1].call)


@pytest.mark.parametrize(
    ("solution", "last"),
    [
        ("A bus takes 10 of the 25, so 25/10 = <<25/10=3>>3 buses.\n#### 3", "-(-(25 / 10) // 1)"),
        ("One costs 10/3 = <<10/3=3.33>>3.33 dollars.\n#### 3.33", "round(10 / 3, 2)"),
        ("They are 25*10 = <<250=250>>250 in all.\n#### 250", "25 * 10"),
        ("100% - 25% = 75% are left.\n#### 75", "100 - 25"),
    ],
)
def test_gsm8k_rounds_as_the_annotator_did(carry_out: CarryOut, solution: str, last: str) -> None:
    question = "There are 25 children, 10 to a bus, 25% ill. How many?"
    assert f" = {last}\n" in str(carry_out("gsm8k", {"question": question, "answer": solution}).trace.steps[0].call)


@pytest.mark.parametrize(
    ("solution", "cause"),
    [
        ("She has 2+2 = <<2+2=5>>5.\n#### 5", "a calculation is wrong"),
        ("She has 2+2 = <<2+2=4>>4.\n#### 7", "no calculation gives the answer"),
        ("She has four.\n#### 4", "no calculation is marked"),
        ("x is <<x*2=4>>4.\n#### 4", "not arithmetic"),
        ("Since there are 77 it is <<77+1=78>>78.\n#### 78", "a number from nowhere"),
        ("It is <<2/0=0>>0.\n#### 0", "not computable"),
    ],
)
def test_gsm8k_says_why_a_record_is_unfit(carry_out: CarryOut, solution: str, cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("gsm8k", {"question": "She has 2 and 2 more. How many?", "answer": solution})


@pytest.mark.parametrize("record", [{"question": "?"}, {"question": "1?", "answer": "<<1=1>>1 #### many"}])
def test_gsm8k_refuses_what_is_no_record(carry_out: CarryOut, record: dict[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        carry_out("gsm8k", record)


def test_svamp_names_the_given_numbers(carry_out: CarryOut) -> None:
    record = {"Body": "A pack costs 76 dollars. There is a discount of 25 dollars on each pack", "Answer": 51.0}
    found = carry_out("svamp", record | {"Question": "What is a pack?", "Equation": "( 76.0 - 25.0 )"})
    assert found.trace.question.endswith("on each pack, what is a pack?")
    assert str(found.trace.steps[0].call).splitlines() == [
        "pack_costs_dollars = 76",
        "dollars_on_pack = 25",
        "pack_costs_dollars - dollars_on_pack",
    ]
    assert found.trace.answer == "51"


@pytest.mark.parametrize(
    ("equation", "answer", "cause"),
    [
        ("( 76.0 - 25.0 )", 50.0, "another answer"),
        ("( 76.0 - 999.0 )", -923.0, "from nowhere"),
        ("x", 1.0, "not arith"),
    ],
)
def test_svamp_checks_equation_and_answer(carry_out: CarryOut, equation: str, answer: float, cause: str) -> None:
    record = {"Body": "It costs 76, less 25.", "Question": "What is it?", "Equation": equation, "Answer": answer}
    with pytest.raises(Unfit, match=cause):
        carry_out("svamp", record)


LOSS = {
    "Input": "the cost of a radio is rs . 1500 and it was sold for rs . 1230 . find the loss % .",
    "Output Program": ["n0 = 1500.0\nn1 = 1230.0\nt0 = n0 - n1\nt1 = t0 / n0\nanswer = t1 * 100.0\nprint(answer)"],
    "Output Answer": ["18"],
}


def test_mathqa_folds_short_steps(carry_out: CarryOut) -> None:
    found = carry_out("mathqa", LOSS)
    program = str(found.trace.steps[0].call).splitlines()
    assert len(program) == 3
    assert program[-1].endswith("* 100")
    assert found.trace.answer == "18.0"
    assert found.licence == "CC BY 4.0"


def test_mathqa_reads_the_guards_of_generated_programs(carry_out: CarryOut) -> None:
    program = "n0 = 2.0\nn1 = 3.0\nt0 = n0**min(n1, 5)\nanswer = t0 * 1.0\nprint(answer)"
    found = carry_out("mathqa", {"Input": "2 to the 3 ?", "Output Program": [program], "Output Answer": ["8"]})
    assert found.trace.answer == "8"


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("n0 = 1.0\nanswer = open('x')", "not arithmetic"),
        ("n0 = 1.0", "not arithmetic"),
        ("this is no program", "not arithmetic"),
        ("n0 = 1500.0\nanswer = n0 * 2.0\nprint(answer)", "another answer"),
        ("n0 = 1500.0\nanswer = n0 * 7777.0\nprint(answer)", "from nowhere"),
        ("n0 = 1500.0\nanswer = t9 * 2.0\nprint(answer)", "not computable"),
    ],
)
def test_mathqa_never_runs_more_than_arithmetic(carry_out: CarryOut, program: str, cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("mathqa", LOSS | {"Output Program": [program]})
