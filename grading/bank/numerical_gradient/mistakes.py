"""Wrong versions of numerical_gradient."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("numerical_gradient")
HERE = "lesson 02, section 4"


def measure(func, x, dH, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = np.sum(func(x) * dH)
        x[index] = kept - eps
        below = np.sum(func(x) * dH)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient


slip_in_measure = MISTAKES.slips(measure)
slip_in_measure("forward_difference",
                "x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
                "        gradient[index] = (above - below) / (2 * eps)",
                "x[index] = kept\n        below = np.sum(func(x) * dH)\n"
                "        gradient[index] = (above - below) / eps",
                "This is the one-sided forward difference: the central difference is far more accurate.", HERE)
slip_in_measure("backward_difference",
                "x[index] = kept + eps\n        above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n"
                "        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
                "        gradient[index] = (above - below) / (2 * eps)",
                "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n"
                "        x[index] = kept\n        gradient[index] = (above - below) / eps",
                "This is the one-sided backward difference: the central difference is far more accurate.", HERE)
slip_in_measure("divided_by_eps", "(2 * eps)", "eps",
                "The gradient is twice too large: the two points are two steps apart, not one.", HERE)
slip_in_measure("one_side_divided_by_two_eps", "kept - eps", "kept",
                "The gradient is half of a one-sided difference: only one of the two points was moved.", HERE)
slip_in_measure("not_divided", " / (2 * eps)", "",
                "The difference was not divided by the distance between the two points.", HERE)
slip_in_measure("multiplied_by_two_eps", "/ (2", "* (2",
                "The difference was multiplied by the distance between the two points; divide by it.", HERE)
slip_in_measure("divided_by_two_only", "(2 * eps)", "2",
                "The difference was divided only by 2: the distance between the two points is two steps.", HERE)
slip_in_measure("brackets_missing", "/ (2 * eps)", "/ 2 * eps",
                "The difference was divided by 2 and then multiplied by the step: brackets are missing in the divisor.",
                HERE)
slip_in_measure("brackets_missing_before_dH",
                "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
                "above = np.sum(func(x))\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
                "Only the values below were multiplied by dH: brackets around the difference are missing.", HERE)
slip_in_measure("divided_by_eps_squared", "(2 * eps)", "(eps ** 2)",
                "The difference was divided by the square of the step.", HERE)
slip_in_measure("divided_by_four_eps", "(2 * eps)", "(4 * eps)",
                "The gradient is half of what it should be: the two points are two steps apart.", HERE)
slip_in_measure("sign_wrong", "above - below", "below - above",
                "The sign is wrong: it must be the value above minus the value below.", HERE)
slip_in_measure("added_for_subtracted", "above - below", "above + below",
                "The two values were added instead of subtracted.", HERE)
slip_in_measure("brackets_missing_in_the_difference", "(above - below) /", "above - below /",
                "Only the value below was divided: brackets around the difference are missing.", HERE)
slip_in_measure("eps_ignored", "    x = np", "    eps = 1e-5\n    x = np",
                "The argument eps has no effect: the step is always the same.", HERE)
slip_in_measure("eps_halved", "    x = np", "    eps = eps / 2\n    x = np",
                "Each point was moved by half of eps, but eps is the step to either side.", HERE)
slip_in_measure("dH_ignored", "    x = np", "    dH = 1\n    x = np",
                "dH has no effect: this is the gradient of the plain sum of the function's values.", HERE)
slip_in_measure("first_of_dH_only", "    x = np", "    dH = np.ravel(dH)[0]\n    x = np",
                "Only the first entry of dH was used, for every output.", HERE)
slip_in_measure("dH_summed", "    x = np", "    dH = np.sum(dH)\n    x = np",
                "The function's values were multiplied by the sum of dH: each output has its own entry of dH.", HERE)
slip_in_measure("dH_squared", "    x = np", "    dH = dH * dH\n    x = np", "dH was multiplied in twice.", HERE)
slip_in_measure("mean_for_sum", "    x = np", "    dH = dH / np.size(dH)\n    x = np",
                "This is the gradient of the mean of the products; the loss is their sum.", HERE)
slip_in_measure("not_summed",
                "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
                "above = func(x) * dH\n        x[index] = kept - eps\n        below = func(x) * dH",
                "The products of output and dH were not summed, so an array was stored where one number belongs.", HERE)
slip_in_measure("x_stays_whole", "np.array(x, dtype=float)", "np.array(x)",
                "When x holds integers, the step is cut off as it is stored: convert x to float first.",
                HERE)
slip_in_measure("result_cut_to_whole_numbers", "gradient = np.zeros(x.shape)",
                "gradient = np.zeros(x.shape, dtype=int)",
                "The result holds integers: the digits after the decimal point are cut off.", HERE)
slip_in_measure("result_of_the_type_of_x", "    x = np.array(x, dtype=float)\n    gradient = np.zeros(x.shape)",
                "    gradient = np.zeros_like(x)\n    x = np.array(x, dtype=float)",
                "The result takes the dtype of x: when x holds integers, the digits after the decimal point are "
                "cut off.", HERE)
slip_in_measure("left_below", "        x[index] = kept\n", "",
                "An entry stays one step lower after it is measured, so the next ones are measured at another point.",
                HERE)
slip_in_measure("left_above", "        x[index] = kept\n", "        x[index] = kept + eps\n",
                "An entry stays one step higher after it is measured, so the next ones are measured at another point.",
                HERE)
slip_in_measure("all_entries_moved", "np.ndindex(x.shape):\n        kept = x[index]\n",
                "np.ndindex(x.shape):\n        index = ...\n        kept = x.copy()\n",
                "Every entry is the sum of all derivatives: all of x was moved at once, or each number was added to "
                "all entries.", HERE)
slip_in_measure("entries_of_a_row_moved", "for index in np.ndindex(x.shape):\n        kept = x[index]",
                "for index in range(len(x)):\n        kept = x[index].copy()",
                "A whole row of x was moved at once: with two axes, a loop over only the first is not enough.", HERE)
slip_in_measure("two_axes_only", "for index in np.ndindex(x.shape)", "for index in np.ndindex(x.shape[0], x.shape[1])",
                "The function works only for an x with two axes: it must work for any shape.", HERE)
slip_in_measure("square_x", "for index in np.ndindex(x.shape)", "for index in np.ndindex(len(x), len(x))",
                "The number of rows of x is used for its columns too: x may have any shape.", HERE)
slip_in_measure("first_entry_only", "    return", "        return",
                "Only the first entry was measured: the return is inside the loop.", HERE)
slip_in_measure("last_entry_lost", "    return", "    gradient[index] = 0\n    return",
                "The last entry was never measured: the loop stops one too early.", HERE)
slip_in_measure("one_number", "gradient[index] =", "gradient =",
                "Only the derivative of the last entry is returned: each must go to its own position.", HERE)
slip_in_measure("flat", "    return gradient", "    return gradient.ravel()",
                "The numbers are right, but they are in one row: the result must have the shape of x.", HERE)
slip_in_measure("transposed", "    return gradient", "    return gradient.T",
                "Rows and columns of the result are swapped.", HERE)
slip_in_measure("by_columns", "    return gradient", "    return gradient.ravel(order='F').reshape(x.shape)",
                "The numbers were collected column by column but arranged row by row.", HERE)
slip_in_measure("times_x", "    return gradient", "    return gradient * x",
                "The gradient is multiplied by x once too often.", HERE)
slip_in_measure("value_returned", "    return gradient", "    return func(x)",
                "This is the function's value; return the gradient.", HERE)
slip_in_measure("loss_returned", "    return gradient", "    return np.sum(func(x) * dH)",
                "This is the loss itself; return its gradient.", HERE)
slip_in_measure("zeros", "(above - below)", "0 * (above - below)", STILL_ZERO, HERE)
slip_in_measure("returns_None", "    return gradient", "    print(gradient)", FORGOT_RETURN, HERE)


def measure_in_place(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = np.sum(func(x) * dH)
        x[index] = kept - eps
        below = np.sum(func(x) * dH)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient


# The same slips without converting x to float.
slip_in_place = MISTAKES.slips(measure_in_place)
slip_in_place("two_axes_only_in_place", "for index in np.ndindex(x.shape)",
              "for index in np.ndindex(x.shape[0], x.shape[1])",
              "The function works only for an x with two axes: it must work for any shape.", HERE)
slip_in_place("square_x_in_place", "for index in np.ndindex(x.shape)", "for index in np.ndindex(len(x), len(x))",
              "The number of rows of x is used for its columns too: x may have any shape.", HERE)
slip_in_place("forward_difference_in_place",
              "x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
              "        gradient[index] = (above - below) / (2 * eps)",
              "x[index] = kept\n        below = np.sum(func(x) * dH)\n        gradient[index] = (above - below) / eps",
              "This is a one-sided difference, and with integers in x the step is cut off: convert x to float "
              "first.", HERE)
slip_in_place("divided_by_eps_in_place", "(2 * eps)", "eps",
              "The gradient is twice too large: the two points are two steps apart, not one.", HERE)
slip_in_place("brackets_missing_in_place", "/ (2 * eps)", "/ 2 * eps",
              "The difference was divided by 2 and then multiplied by the step: brackets are missing in the divisor.",
              HERE)
slip_in_place("dH_ignored_in_place", "    gradient = np", "    dH = 1\n    gradient = np",
              "dH has no effect: this is the gradient of the plain sum of the function's values.", HERE)
slip_in_place("sign_wrong_in_place", "above - below", "below - above",
              "The sign is wrong: it must be the value above minus the value below.", HERE)


@MISTAKES.version(
    says="A single running index was used for a result that may have several axes.",
    reread="lesson 02, section 4",
)
def running_number_as_index(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(x.size):
        step = np.zeros(x.shape)
        step.flat[i] = eps
        gradient[i] = np.sum((func(x + step) - func(x - step)) * dH) / (2 * eps)
    return gradient


def measure_by_steps(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = np.sum(func(x) * dH)
        x[index] -= 2 * eps
        below = np.sum(func(x) * dH)
        x[index] += eps
        gradient[index] = (above - below) / (2 * eps)
    return gradient


# The same slips with x perturbed in place, which fails for an x of integers.
slip_in_steps = MISTAKES.slips(measure_by_steps)
slip_in_steps("moved_back_by_adding", "gradient = np.zeros(x.shape)", "gradient = np.zeros(x.shape)",
              "An x of integers cannot be moved by a small step: work on a copy of x, converted to float.", HERE)
slip_in_steps("moved_back_by_adding_two_axes_only", "for index in np.ndindex(x.shape)",
              "for index in np.ndindex(x.shape[0], x.shape[1])",
              "The function works only for an x with two axes: it must work for any shape.", HERE)
slip_in_steps("moved_back_by_adding_divided_by_eps", "(2 * eps)\n    return", "eps\n    return",
              "The gradient is twice too large: the two points are two steps apart, not one.", HERE)


@MISTAKES.version(
    says="The entries of x stay moved after the call: the caller's array is changed; work on a copy.",
    reread="lesson 02, section 4",
)
def x_left_changed(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = np.sum(func(x) * dH)
        x[index] -= 2 * eps
        gradient[index] = (above - np.sum(func(x) * dH)) / (2 * eps)
    return gradient


@MISTAKES.version(
    says="The two moved arrays are one and the same, since assigning an array to a second name makes no copy: their "
         "difference is always zero.",
    reread="lesson 02, section 4",
)
def second_name_for_x(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        high = low = x
        high[index] += eps
        low[index] -= eps
        gradient[index] = (np.sum(func(high) * dH) - np.sum(func(low) * dH)) / (2 * eps)
    return gradient


@MISTAKES.version(
    says="The whole of x was moved at once and the change of each output multiplied by dH: that is right only where "
    "each output depends on one input.",
    reread="lesson 02, section 4",
)
def whole_array_moved(func, x, dH, eps=1e-5):
    return (func(x + eps) - func(x - eps)) / (2 * eps) * dH


@MISTAKES.version(
    says="The gradient of the plain sum was multiplied by dH afterwards: each output must be multiplied by its dH "
    "before they are added.",
    reread="lesson 02, section 4",
)
def dH_multiplied_afterwards(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = eps
        gradient[index] = (np.sum(func(x + step)) - np.sum(func(x - step))) / (2 * eps)
    return gradient * dH


@MISTAKES.version(
    says="The outputs and dH were multiplied as matrices; here each output is multiplied by its own entry of dH.",
    reread="lesson 02, section 4",
)
def matmul_with_dH(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = eps
        gradient[index] = np.sum((func(x + step) - func(x - step)) @ dH) / (2 * eps)
    return gradient
