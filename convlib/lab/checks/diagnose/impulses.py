"""Work out one entry of a wrong linear or bilinear result: which products it must get, and which it gets.

With one array 1 in one entry and 0 elsewhere, and the other one as well, the result is the factor of one product. It
means something only if the function is linear in each, which is tested first.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.closeness import close
from convlib.lab.checks.diagnose.inputs import arrays, with_arrays
from convlib.lab.checks.diagnose.terms import Formula, case_of, terms_of
from convlib.lab.checks.diagnose.wording import factor_of, named, product
from convlib.lab.checks.model import Examination, Probe

MOST_CALLS = 400
Function = Callable[..., np.ndarray]


class Unknown(Exception):
    """The function is not linear, or cannot be called on impulses."""


def worked_out(
    exam: Examination, caller: Caller, probes: Sequence[Probe], part: str, formula: Formula, until: float
) -> list[str]:
    """Return a sentence about one entry of the result on the smallest of these probes, or none."""
    names = list(formula.factors)
    try:
        for probe in sorted(probes, key=lambda probe: sum(array.size for array in arrays(exam, probe).values())):
            given = arrays(exam, probe)
            shapes = [given[name].shape for name in names]
            # The other arrays, such as a bias, are zero.
            zeros = {name: np.zeros(array.shape) for name, array in given.items()}

            def function(*values: np.ndarray, probe: Probe = probe, zeros: dict = zeros) -> np.ndarray:
                if time.process_time() > until:
                    raise Unknown
                changed = zeros | dict(zip(names, values, strict=True))
                outcome = caller.call(with_arrays(exam, probe, changed))
                if outcome.problem or outcome.parts[part].shape != probe.expected.parts[part].shape:
                    raise Unknown
                return outcome.parts[part].ravel().astype(float)

            require_linear(function, shapes)
            require_apart(exam, caller, probe, part, names, function)
            sizes = [int(np.prod(shape)) for shape in shapes]
            if sizes[0] + 3 * sum(sizes[1:]) > MOST_CALLS:
                return []
            case = case_of(exam, probe, part, formula)
            found = first_difference(function, shapes, terms_of(formula, case))
            if found:
                place, wanted, has = found
                entry = tuple(int(i) for i in np.unravel_index(place, case.shown["->"])) if case.shape else ()
                terms = dict(wanted=terms_named(names, shapes, wanted), has=terms_named(names, shapes, has))
                sentence = said(named(part, entry), **terms)
                return [f"{sentence} ({case.text}.)"] if sentence else []
    except Unknown:
        pass
    return []


def require_linear(function: Function, shapes: Sequence[tuple[int, ...]]) -> None:
    """Test on random numbers that the function is linear in each array."""
    rng = np.random.default_rng(0)
    values = [rng.uniform(-1, 1, shape) for shape in shapes]
    whole = function(*values)
    if not np.isfinite(whole).all() or not close(function(*values), whole):
        raise Unknown
    for k, shape in enumerate(shapes):
        part = rng.uniform(-1, 1, shape)
        one, two = list(values), list(values)
        one[k], two[k] = part, 3 * values[k] - part
        total = function(*one) + function(*two)
        if not np.isfinite(total).all() or not np.allclose(total, 3 * whole, atol=1e-8):
            raise Unknown


def require_apart(
    exam: Examination, caller: Caller, probe: Probe, part: str, names: Sequence[str], function: Function
) -> None:
    """Test that the other arrays, which are zero here, only add something that does not depend on the product."""
    given = arrays(exam, probe)
    zeros = {names[0]: np.zeros(given[names[0]].shape)}
    whole, rest = caller.call(probe), caller.call(with_arrays(exam, probe, zeros))
    if whole.problem or rest.problem:
        raise Unknown
    alone = (whole.parts[part] - rest.parts[part]).ravel().astype(float)
    if not np.allclose(alone, function(*(given[name] for name in names)), atol=1e-8):
        raise Unknown


def first_difference(
    function: Function, shapes: Sequence[tuple[int, ...]], table: Any
) -> tuple[int, dict[tuple[int, ...], float], dict[tuple[int, ...], float]] | None:
    """Return an entry of the result with the factors that its products must have and those that they have.

    Only products that differ are compared: those with the first entries of the first array that go wrong.
    """
    rng = np.random.default_rng(1)
    others = [rng.uniform(1, 2, shape) for shape in shapes[1:]]
    impulses = [impulse(shapes[0], k) for k in range(int(np.prod(shapes[0])))]
    has = np.array([function(one, *others) for one in impulses])
    names = list(table.case.arrays)
    wants = np.array([expected(table, names, [one, *others]) for one in impulses])
    differs = ~np.isclose(has, wants, atol=1e-8)
    if not differs.any():
        return None
    counts = np.where(differs.any(axis=0), differs.sum(axis=0), len(differs) + 1)
    place = int(np.argmin(counts))
    wrong = np.flatnonzero(differs[:, place])[:3]
    if len(shapes) == 1:
        return (
            place,
            {(int(k),): float(wants[k, place]) for k in wrong},
            {(int(k),): float(has[k, place]) for k in wrong},
        )
    want_terms: dict[tuple[int, ...], float] = {}
    has_terms: dict[tuple[int, ...], float] = {}
    for k in wrong:
        for m in range(int(np.prod(shapes[1]))):
            other = impulse(shapes[1], m)
            want_terms[int(k), m] = float(expected(table, names, [impulses[k], other])[place])
            has_terms[int(k), m] = float(function(impulses[k], other)[place])
    return place, want_terms, has_terms


def expected(table: Any, names: Sequence[str], values: Sequence[np.ndarray]) -> np.ndarray:
    """Evaluate the formula on other arrays."""
    case = table.case
    filled = {name: value.reshape(case.arrays[name].shape) for name, value in zip(names, values, strict=True)}
    return replace(table, case=replace(case, arrays=filled)).result()


def impulse(shape: tuple[int, ...], k: int) -> np.ndarray:
    """Return an array that is 1 in one entry and 0 elsewhere."""
    array = np.zeros(shape)
    array.flat[k] = 1
    return array


def terms_named(
    names: Sequence[str], shapes: Sequence[tuple[int, ...]], factors: Mapping[tuple[int, ...], float]
) -> dict[str, float]:
    """Return the factors by the products in words."""
    return {
        product(
            tuple(
                (name, tuple(int(i) for i in np.unravel_index(k, shape)))
                for name, shape, k in zip(names, shapes, key, strict=True)
            )
        ): factor
        for key, factor in factors.items()
    }


def said(entry: str, wanted: Mapping[str, float], has: Mapping[str, float]) -> str:
    """Say which product is missing, superfluous or has another factor."""
    missing = [term for term in wanted if abs(wanted[term]) > 1e-8 and abs(has[term]) < 1e-8]
    extra = [term for term in has if abs(has[term]) > 1e-8 and abs(wanted[term]) < 1e-8]
    other = [term for term in has if term not in missing + extra and abs(has[term] - wanted[term]) > 1e-8]
    if missing and extra:
        return f"{entry} must get {missing[0]}; yours gets {factor_of(has[extra[0]])}{extra[0]}."
    if missing:
        return f"{entry} must get {missing[0]}; yours does not."
    if extra:
        return f"{entry} must not get {extra[0]}; yours does."
    if other:
        return f"{entry} must get {other[0]}; yours gets {factor_of(has[other[0]])}{other[0]}."
    return ""
