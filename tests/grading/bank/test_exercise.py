"""An exercise's points and solution, and numbers that hide no mistake."""

import numpy as np
import pytest

from convlib.conv.single import rot180
from grading.bank import EXERCISES
from grading.bank.exercise import Draw, one_property

KINDS = {
    "halves": (lambda draw: draw(4, 5), 2, float),
    "integers": (lambda draw: draw.whole(4, 5), 1, int),
    "tenths": (lambda draw: draw.tenths(4, 5), 10, float),
    "float32": (lambda draw: draw.single(4, 5), 2, np.float32),
    "view": (lambda draw: draw.view(4, 5), 2, float),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("kind", "parts", "dtype"), KINDS.values(), ids=KINDS)
def test_numbers_are_short_and_all_of_different_size_and_not_zero(kind, parts, dtype, seed):
    array = kind(Draw(seed))
    assert array.shape == (4, 5) and array.dtype == dtype
    assert len(np.unique(np.abs(array))) == 20 and (array != 0).all()
    np.testing.assert_allclose(array * parts, np.round(array * parts), atol=1e-6)


def test_numbers_have_both_signs():
    array = Draw(0)(6, 6)
    assert array.min() < 0 < array.max()


def test_a_view_has_gaps_between_its_numbers():
    assert not Draw(0).view(3, 4).flags.c_contiguous


def test_the_same_seed_gives_the_same_numbers_and_none_gives_others():
    np.testing.assert_array_equal(Draw(7)(3, 3), Draw(7)(3, 3))
    assert (Draw(7)(9, 9) != Draw(8)(9, 9)).any() and (Draw()(9, 9) != Draw()(9, 9)).any()
    draw = Draw(7)
    assert (draw(9, 9) != draw(9, 9)).any()


def test_an_exercise_is_worth_its_properties_and_knows_its_solution():
    exercise = EXERCISES["rot180"]
    assert exercise.points == sum(prop.points for prop in exercise.properties) == 2
    assert exercise.solution is rot180
    assert [(prop.name, prop.points) for prop in one_property(3)] == [("values", 3)]


def test_no_points_depend_on_what_only_the_student_s_process_can_tell():
    """Whether the inputs changed: the process could lie about it."""
    for exercise in EXERCISES.values():
        assert not any(prop.points for prop in exercise.properties if prop.kind == "untouched"), exercise.name
        assert all(prop.points for prop in exercise.properties if prop.kind != "untouched"), exercise.name
