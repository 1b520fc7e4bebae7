"""The contract of pixel_table."""

from grading.bank.exercise import Exercise, one_property
from grading.bank.recipes import no_arguments

EXERCISE = Exercise(
    name="pixel_table",
    lesson="02_backprop_by_hand",
    module="convlib.course.by_hand",
    parts=("table",),
    properties=one_property(3),
    recipe=no_arguments,
    reveal=False,
)
