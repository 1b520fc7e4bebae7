"""Lesson 06: the whole layer without loops over images and positions."""

from grading.exercise import Exercise
from grading.exercises.lesson_05 import BACKWARD, FORWARD

_L6 = "06_vectorize"

EXERCISES = [
    Exercise("conv2d_forward_fast", _L6, "convlib.fast", uses=("im2col",), **FORWARD),
    Exercise("conv2d_backward_fast", _L6, "convlib.fast", companion="conv2d_forward_fast", uses=("im2col", "col2im"),
             **BACKWARD),
]
