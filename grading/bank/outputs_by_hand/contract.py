"""The contract of outputs_by_hand."""

from grading.bank.exercise import Exercise, one_property
from grading.bank.recipes import no_arguments

EXERCISE = Exercise(
    name="outputs_by_hand",
    lesson="01_convolution_by_hand",
    module="convlib.course.by_hand",
    parts=("H",),
    properties=one_property(2),
    recipe=no_arguments,
    reveal=False,
)
