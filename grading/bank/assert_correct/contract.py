"""The contract of assert_correct."""

import ast
from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.assert_correct.planted import BUGS, PLAIN, RIGHT, TEXTS
from grading.bank.exercise import Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    """Yield pairs to test: every bug in one style or another, and correct pairs among those of each group."""
    for group in dict.fromkeys(bug.group for bug in BUGS):
        pairs = [
            (str(draw.rng.choice(bug.sources)), f"it accepts a pair {bug.says}.") for bug in BUGS if bug.group == group
        ]
        pairs += map(right, RIGHT if group == "spares right pairs" else [draw.rng.choice(PLAIN)])
        for k in draw.rng.permutation(len(pairs)):
            source, note = pairs[k]
            yield group, (disguised(source, draw) if draw.fresh else source,), {"note": note}


def disguised(source: str, draw: Draw) -> str:
    """Return a program that does the same, but cannot be recognised by its text or its compiled code.

    The student's check holds pairs of its own. A test that accepted or rejected those by sight would gain nothing.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for _ in range(3):
                name, number = f"unused_{draw.rng.integers(10**6)}", draw.rng.integers(10**6)
                node.body.insert(draw.rng.integers(len(node.body)), ast.parse(f"{name} = {number}").body[0])
    return ast.unparse(tree)


def right(style):
    return TEXTS[style], f"it rejects a correct pair that {RIGHT[style]}."


EXERCISE = Exercise(
    name="assert_correct",
    lesson="09_debug_and_race",
    module="convlib.course.clinic",
    parts=("verdict",),
    properties=(
        Property("wrong outputs", 3),
        Property("wrong dX", 3),
        Property("wrong dW", 3),
        Property("wrong db", 2),
        Property("state and inputs", 3),
        Property("spares right pairs", 2),
    ),
    recipe=recipe,
    through="verdict",
    uses=("relative_error",),
)
