"""Every exercise with its wrong and correct versions: the checks are built from them and tested with them.

Each exercise has a folder: ``contract.py`` says what it must return, what it is tested on and what each property is
worth, ``mistakes.py`` (or a folder of that name) holds its wrong versions, ``styles.py`` its correct ones.
"""

from importlib import import_module

from grading.bank.exercise import Exercise
from grading.bank.version import Version

# The exercises of each lesson, in the order of the course.
COURSE = {
    "start_here": ["warm_up"],
    "01_convolution_by_hand": ["outputs_by_hand", "conv_single_step", "output_size", "conv_forward"],
    "02_backprop_by_hand": [
        "weight_table",
        "pixel_table",
        "numerical_gradient",
        "conv_backward",
        "conv_backward_repaired",
    ],
    "03_gradients_are_convolutions": [
        "correlate_valid",
        "rot180",
        "convolve_full",
        "conv_backward_by_convolution",
        "conv_matrix",
    ],
    "04_padding_and_stride": ["pad2d", "conv_forward_strided", "dilate2d", "unpad2d", "conv_backward_strided"],
    "05_channels_and_batches": ["conv2d_forward", "conv2d_backward"],
    "06_vectorize": ["im2col", "conv2d_forward_im2col", "col2im", "conv2d_backward_im2col"],
    "07_the_other_layers": [
        "relu_forward",
        "relu_backward",
        "maxpool_forward",
        "maxpool_backward",
        "flatten_forward",
        "flatten_backward",
        "linear_forward",
        "linear_backward",
        "softmax_cross_entropy",
    ],
    "08_train_a_convnet": ["ConvNet", "sgd_momentum_step", "train"],
    "09_debug_and_race": ["relative_error", "assert_correct"],
}

EXERCISES: dict[str, Exercise] = {
    name: import_module(f"{__name__}.{name}.contract").EXERCISE for lesson in COURSE.values() for name in lesson
}


def exercises_of(lesson: str) -> list[Exercise]:
    """Return the exercises of a lesson, in order; other pages have none."""
    return [EXERCISES[name] for name in COURSE.get(lesson, [])]


def mistakes_of(exercise: str) -> dict[str, Version]:
    """Return the wrong versions of an exercise, by id."""
    return import_module(f"{__name__}.{exercise}.mistakes").MISTAKES.versions


def styles_of(exercise: str) -> dict[str, Version]:
    """Return the correct versions of an exercise, by id."""
    return import_module(f"{__name__}.{exercise}.styles").STYLES.versions
