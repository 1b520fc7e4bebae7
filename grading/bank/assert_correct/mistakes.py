"""Wrong versions of assert_correct."""

import numpy as np

from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.course.clinic import relative_error
from convlib.gradcheck import numerical_gradient
from grading.bank.version import Mistakes

MISTAKES = Mistakes("assert_correct")
HERE = "lesson 09, section 3"
PROMISES = "lesson 09, section 4"


def measured_along_lines(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        right, _ = conv2d_forward(X, W, b, stride, pad)
        assert H.shape == right.shape and np.allclose(H, right)
        dH = rng.normal(size=H.shape)
        then = X.copy(), W.copy(), b.copy(), dH.copy()
        forward(1 - X, W, b, stride, pad)
        calls = [[np.array(g) for g in backward(dH, cache)] for call in range(2)]
        for now, before in zip((X, W, b, dH), then):
            assert np.array_equal(now, before)
        for k, name in enumerate(("dX", "dW", "db")):
            step = 1e-5 * rng.normal(size=then[k].shape)
            above, below = list(then[:3]), list(then[:3])
            above[k], below[k] = above[k] + step, below[k] - step
            slope = np.sum((forward(*above, stride, pad)[0] - forward(*below, stride, pad)[0]) * dH) / 2
            for gradients in calls:
                assert gradients[k].shape == step.shape, name
                assert abs(slope - np.sum(gradients[k] * step)) < 1e-10, name
    whole = np.rint(9 * X).astype(int)
    assert np.allclose(forward(whole, W, b)[0], conv2d_forward(whole, W, b)[0])


slip_along_lines = MISTAKES.slips(measured_along_lines)
CASES = "[(1, 0), (2, 1)]"
ARRAYS = "rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)"
OUTPUT = "        assert H.shape == right.shape and np.allclose(H, right)\n"
GRADIENTS = 'enumerate(("dX", "dW", "db"))'
AGREE = "assert abs(slope - np.sum(gradients[k] * step)) < 1e-10, name"
BETWEEN = "        forward(1 - X, W, b, stride, pad)\n"
WHOLE = "    assert np.allclose(forward(whole, W, b)[0], conv2d_forward(whole, W, b)[0])"
slip_along_lines("dH_of_ones", "rng.normal(size=H.shape)", "np.ones(H.shape)",
                 "The test backpropagates a gradient of ones: bugs that mix up the entries of dH stay hidden.", HERE)
slip_along_lines("square_images", "(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3))",
                 "(2, 3, 4, 4)), rng.normal(size=(4, 3, 2, 3))",
                 "The test tries only square images: bugs that swap height and width of the image stay hidden.",
                 HERE)
slip_along_lines("square_filters", "(4, 3, 2, 3)", "(4, 3, 2, 2)",
                 "The test tries only square filters: bugs that swap height and width of the filter stay hidden.",
                 HERE)
slip_along_lines("square_all", "(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3))",
                 "(2, 3, 4, 4)), rng.normal(size=(4, 3, 3, 3))",
                 "The test tries only square images with square filters: bugs that swap height and width stay "
                 "hidden.", HERE)
slip_along_lines("symmetric_filter", "rng.normal(size=(4, 3, 2, 3))", "np.ones((4, 3, 2, 3))",
                 "The test tries a filter that a rotation by 180 degrees does not change, such as one of ones: a "
                 "rotation stays hidden.", HERE)
slip_along_lines("stride_1_only", CASES, "[(1, 0), (1, 1)]", "The test never tries a stride above 1.", HERE)
slip_along_lines("pad_0_only", CASES, "[(1, 0), (2, 0)]", "The test never tries padding.", HERE)
slip_along_lines("always_padded", CASES, "[(1, 1), (2, 1)]",
                 "The test always pads: a bug that appears only without padding gets through.", HERE)
slip_along_lines("plain_case_only", CASES, "[(1, 0)]",
                 "The test tries only stride 1 without padding, or it ends after its first case.", HERE)
slip_along_lines("stride_always_divides", "(2, 3, 3, 5)", "(2, 3, 4, 5)",
                 "In the test, the stride always divides evenly: bugs with cells left over stay hidden.", HERE)
slip_along_lines("one_image", "(2, 3, 3, 5)", "(1, 3, 3, 5)",
                 "The test tries one image at a time: bugs in the batch stay hidden.", HERE)
slip_along_lines("one_channel", "(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3))",
                 "(2, 1, 3, 5)), rng.normal(size=(4, 1, 2, 3))",
                 "The test tries only one channel: bugs that mix up channels stay hidden.", HERE)
slip_along_lines("one_filter", "(4, 3, 2, 3)), rng.normal(size=4)", "(1, 3, 2, 3)), rng.normal(size=1)",
                 "The test tries only one filter: bugs that mix up filters stay hidden.", HERE)
slip_along_lines("as_many_filters_as_channels", "(4, 3, 2, 3)), rng.normal(size=4)",
                 "(3, 3, 2, 3)), rng.normal(size=3)",
                 "The test tries as many filters as channels: a bug that swaps the two stays hidden.", HERE)
slip_along_lines("one_of_each", ARRAYS,
                 "rng.normal(size=(1, 1, 3, 5)), rng.normal(size=(1, 1, 2, 3)), rng.normal(size=1)",
                 "The test tries only one image, one channel and one filter: bugs that need several stay hidden.",
                 HERE)
slip_along_lines("bias_zero", "rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)",
                 "rng.normal(size=(4, 3, 2, 3)), np.zeros(4)",
                 "The test tries only biases of zero: a forgotten bias stays hidden.", PROMISES)
slip_along_lines("bias_equal", "rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)",
                 "rng.normal(size=(4, 3, 2, 3)), np.ones(4)",
                 "The test gives every filter the same bias: swapped biases stay hidden.", PROMISES)
slip_along_lines("positive_numbers", ARRAYS, ARRAYS.replace("normal(size=", "uniform(1, 2, ") ,
                 "The test tries only positive numbers: negative outputs never occur.", PROMISES)
slip_along_lines("output_never_checked", OUTPUT, "",
                 "The test never checks the output: a wrong layer whose gradients match its own outputs gets through.",
                 PROMISES)
slip_along_lines("output_by_shape", " and np.allclose(H, right)", "",
                 "The test checks only the shape of the output, not the values.", HERE)
slip_along_lines("output_only", GRADIENTS, "()",
                 "Every wrong gradient gets through: the test checks only the output, or accepts one correct gradient "
                 "out of three.", PROMISES)
slip_along_lines("dX_never_checked", GRADIENTS, '[(1, "dW"), (2, "db")]', "The test never checks dX.", PROMISES)
slip_along_lines("dW_never_checked", GRADIENTS, '[(0, "dX"), (2, "db")]', "The test never checks dW.", PROMISES)
slip_along_lines("db_never_checked", GRADIENTS, '[(0, "dX"), (1, "dW")]', "The test never checks db.", PROMISES)
slip_along_lines("dX_and_outputs_only", GRADIENTS, '[(0, "dX")]', "The test checks only dX among the "
                                                                  "gradients.", PROMISES)
slip_along_lines("dW_and_outputs_only", GRADIENTS, '[(1, "dW")]', "The test checks only dW among the "
                                                                  "gradients.", PROMISES)
slip_along_lines("shapes_only", AGREE, "pass",
                 "The test checks only the shapes of the gradients, not the values.", HERE)
slip_along_lines("shapes_never_compared", "assert gradients[k].shape == step.shape, name\n                " + AGREE,
                 "assert abs(slope - np.ravel(gradients[k]) @ step.ravel()) < 1e-10, name",
                 "The test compares the gradients flattened: a gradient of the wrong shape gets through.",
                 HERE)
slip_along_lines("loose", "< 1e-10", "< 3e-6",
                 "The tolerance is too loose: a gradient that is accurate to only three digits gets through.", PROMISES)
slip_along_lines("sizes_compared", "abs(slope - np.sum(gradients[k] * step))",
                 "abs(abs(slope) - abs(np.sum(gradients[k] * step)))",
                 "The test compares absolute values: a gradient with the wrong sign gets through.", HERE)
slip_along_lines("one_call", "in range(2)]", "in range(1)]",
                 "The test calls the backward pass once: a gradient that grows from call to call gets through.", HERE)
slip_along_lines("nothing_between", BETWEEN, "",
                 "No forward pass on other numbers precedes the backward pass, and measuring perturbs them only "
                 "slightly: a pass that ignores its cache gets through.", PROMISES)
slip_along_lines("whole_numbers_never", WHOLE, "    pass", "The test never tries an X of integers.", PROMISES)
slip_along_lines("too_strict", "np.allclose(H, right)", "np.array_equal(H, right)",
                 "The test rejects correct pairs: it demands exact equality, measures in float32, or "
                 "has a bug itself.", PROMISES)
slip_along_lines("course_cache", "np.array(g) for g in backward(dH, cache)",
                 "np.array(g) for g in backward(dH, (X, W, b, stride, pad))",
                 "The test expects the cache of lesson 5: correct pairs that store something else in "
                 "theirs are rejected.",
                 PROMISES)
slip_along_lines("cache_taken_apart", "        right, _ = conv2d_forward(X, W, b, stride, pad)\n",
                 "        right, _ = conv2d_forward(X, W, b, stride, pad)\n        _, _, _, _, _ = cache\n",
                 "The test unpacks the cache: correct pairs that store a function or an object there are rejected.",
                 PROMISES)
slip_along_lines("tuple_asked_for", "calls = [[np.array(g) for g in backward(dH, cache)] for call in range(2)]",
                 "calls = [backward(dH, cache), backward(dH, cache)]\n        assert isinstance(calls[0], tuple)",
                 "The test requires a tuple: a correct pair that returns its gradients in a list is "
                 "rejected.", PROMISES)


def measured_at_one_call(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        right, want = conv2d_forward(X.copy(), W, b, stride, pad)
        assert H.shape == right.shape and np.allclose(H, right)
        dH = rng.normal(size=H.shape)
        x, g = X.copy(), dH.copy()
        forward(1 - X, W, b, stride, pad)
        dX, dW, db = (np.array(gradient) for gradient in backward(dH, cache))
        assert np.array_equal(X, x)
        assert np.array_equal(dH, g)
        right_dX, right_dW, right_db = conv2d_backward(g, want)
        assert dX.shape == X.shape and np.allclose(dX, right_dX)
        assert dW.shape == W.shape and np.allclose(dW, right_dW)
        assert db.shape == b.shape and np.allclose(db, right_db)
    whole = np.rint(9 * X).astype(int)
    assert np.allclose(forward(whole, W, b)[0], conv2d_forward(whole, W, b)[0])


slip_at_one_call = MISTAKES.slips(measured_at_one_call)
X_SAME, DH_SAME = "        assert np.array_equal(X, x)\n", "        assert np.array_equal(dH, g)\n"
COMPARED = ("assert dX.shape == X.shape and np.allclose(dX, right_dX)\n"
            "        assert dW.shape == W.shape and np.allclose(dW, right_dW)\n"
            "        assert db.shape == b.shape and np.allclose(db, right_db)")
slip_at_one_call("dH_never_compared", DH_SAME, "",
                 "The test calls the backward pass once and never checks whether dH is unchanged afterwards.", HERE)
slip_at_one_call("X_never_compared", X_SAME, "",
                 "The test calls the backward pass once and never checks whether X is unchanged afterwards.", HERE)
slip_at_one_call("inputs_never_compared", X_SAME + DH_SAME, "",
                 "The test calls the backward pass once and never checks whether the inputs are unchanged "
                 "afterwards.", HERE)
slip_at_one_call("any_for_all", COMPARED,
                 "for got, want in zip((dX, dW, db), (right_dX, right_dW, right_db)):\n"
                 "            assert np.isclose(got, want).any()",
                 "One correct entry in each gradient satisfies the test: all of them must be correct.", HERE)
slip_at_one_call("norms_compared", COMPARED, "for got, want in zip((dX, dW, db), (right_dX, right_dW, right_db)):\n"
                 "            assert got.shape == want.shape and np.isclose(np.linalg.norm(got), np.linalg.norm(want))",
                 "The test compares the magnitudes of the gradients: wrong signs and misplaced entries get through.",
                 HERE)
slip_at_one_call("first_entry_only", COMPARED,
                 "for got, want in zip((dX, dW, db), (right_dX, right_dW, right_db)):\n"
                 "            assert got.shape == want.shape and np.isclose(got.flat[0], want.flat[0])",
                 "The test checks only the first entry of each gradient.", HERE)


def values_tested(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        right, want = conv2d_forward(X.copy(), W, b, stride, pad)
        assert relative_error(H, right) < 1e-6
        dH = rng.normal(size=H.shape)
        right_dX, right_dW, right_db = conv2d_backward(dH.copy(), want)
        dX, dW, db = backward(dH, cache)
        assert relative_error(dX, right_dX) < 1e-6
        assert relative_error(dW, right_dW) < 1e-6
        assert relative_error(db, right_db) < 1e-6


slip_in_values = MISTAKES.slips(values_tested)
slip_in_values("values_alone", "assert relative_error(H, right) < 1e-6", "assert relative_error(H, right) < 1e-6",
               "The values are tested well, but nothing else is: integers in X, a second call, a call in "
               "between, changed inputs.", PROMISES)
slip_in_values("values_alone_plain_case", CASES, "[(1, 0)]",
               "The test tries only stride 1 without padding, and only values: no integers, no second call, no "
               "changed inputs.", HERE)
slip_in_values("values_alone_dH_of_ones", "rng.normal(size=H.shape)", "np.ones(H.shape)",
               "The test backpropagates a gradient of ones, and tests only values: no integers, no second call, no "
               "changed inputs.", HERE)
slip_in_values("values_alone_square", "(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3))",
               "(2, 3, 4, 4)), rng.normal(size=(4, 3, 3, 3))",
               "The test tries only square images and filters, and only values: no integers, no second call.",
               HERE)
slip_in_values("values_alone_one_image", "(2, 3, 3, 5)", "(1, 3, 3, 5)",
               "The test tries one image at a time, and only values: no integers, no second call, no changed "
               "inputs.", HERE)
slip_in_values("values_alone_stride_1", CASES, "[(1, 0), (1, 1)]",
               "The test never tries a stride above 1, and tests only values: no integers, no second call, no changed "
               "inputs.", HERE)
slip_in_values("values_alone_pad_0", CASES, "[(1, 0), (2, 0)]",
               "The test never tries padding, and tests only values: no integers, no second call, no changed "
               "inputs.", HERE)
slip_in_values("values_alone_stride_divides", "(2, 3, 3, 5)", "(2, 3, 4, 5)",
               "In the test, the stride always divides evenly, and only values are tested: no integers, no second "
               "call, no changed inputs.", HERE)
slip_in_values("values_alone_without_db", "assert relative_error(db, right_db) < 1e-6", "pass",
               "The test never checks db, and tests only values: no integers, no second call, no changed inputs.",
               PROMISES)
slip_in_values("loose_everywhere", "        assert relative_error(dX, right_dX) < 1e-6\n"
               "        assert relative_error(dW, right_dW) < 1e-6\n"
               "        assert relative_error(db, right_db) < 1e-6\n", "        forward(1 - X, W, b, stride, pad)\n"
               "        for got, right in zip((dX, dW, db, *backward(dH, cache)), 2 * (right_dX, right_dW, "
               "right_db)):\n"
               "            assert relative_error(got, right) < 0.1\n"
               "    whole = np.rint(9 * X)\n"
               "    assert relative_error(forward(whole.astype(int), W, b)[0], conv2d_forward(whole, W, b)[0]) < 0.1\n",
               "The tolerance is too loose everywhere: gradients accurate to three digits, and outputs truncated to "
               "integers, get through.", HERE)
slip_in_values("outputs_of_the_plain_case", CASES + ":\n        X, W, b = rng.normal(size=(2, 3, 3, 5)), "
               "rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)\n        H, cache = forward(X, W, b, stride, pad)\n",
               "[(1, 0)]:\n"
               "        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)\n"
               "        H, cache = forward(X, W, b, stride, pad)\n"
               "        assert np.allclose(H, conv2d_forward(X, W, b)[0])\n"
               "        return\n",
               "The test checks the output in one plain case, and never calls a backward pass.", HERE)


@MISTAKES.version(
    says="Nothing is ever raised: errors are printed or returned, or an assert tests something that is always true.",
    reread="lesson 09, section 4",
)
def printed(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        print(relative_error(H, conv2d_forward(X, W, b, stride, pad)[0]) < 1e-6)
        print(*backward(rng.normal(size=H.shape), cache))


@MISTAKES.version(
    says="Every pair is accepted: errors are caught inside the test, or printed or returned, and nothing is raised.",
    reread="lesson 09, section 4",
)
def swallowed(forward, backward):
    try:
        rng = np.random.default_rng(9)
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        assert relative_error(forward(X, W, b)[0], conv2d_forward(X, W, b)[0]) < 1e-6
    except Exception as error:
        print("wrong:", error)


@MISTAKES.version(
    says="The test asks whether one step along the gradients lowers a loss: most wrong gradients do that as well.",
    reread="lesson 09, section 3",
)
def falling_loss(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        dX, dW, db = backward(H, cache)
        after, _ = forward(X, W - 1e-4 * dW, b - 1e-4 * db, stride, pad)
        assert np.sum(after ** 2) < np.sum(H ** 2)


@MISTAKES.version(
    says="The backward pass is compared only with itself: one that is consistently wrong gets through.",
    reread="lesson 09, section 4",
)
def compared_with_itself(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        dH = rng.normal(size=H.shape)
        once, again = backward(dH.copy(), cache), backward(dH.copy(), cache)
        for one, other in zip(once, again):
            assert np.allclose(one, other)


@MISTAKES.version(says="The test checks only the shapes, never a value.", reread="lesson 09, section 3")
def all_shapes_only(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        assert H.shape == conv2d_forward(X, W, b, stride, pad)[0].shape
        for got, want in zip(backward(np.ones(H.shape), cache), (X, W, b)):
            assert np.shape(got) == want.shape


def measured_alone(forward, backward):
    rng = np.random.default_rng(9)
    X, W, b = rng.normal(size=(2, 2, 2, 4)), rng.normal(size=(3, 2, 1, 2)), rng.normal(size=3)
    H, cache = forward(X, W, b)
    dH = rng.normal(size=H.shape)
    dX, dW, db = backward(dH, cache)
    x, w, c = (1e-5 * rng.normal(size=array.shape) for array in (X, W, b))
    above, below = forward(X + x, W, b)[0], forward(X - x, W, b)[0]
    assert dX.shape == X.shape and abs(np.sum((above - below) * dH) / 2 - np.sum(dX * x)) < 1e-10
    above, below = forward(X, W + w, b)[0], forward(X, W - w, b)[0]
    assert dW.shape == W.shape and abs(np.sum((above - below) * dH) / 2 - np.sum(dW * w)) < 1e-10
    above, below = forward(X, W, b + c)[0], forward(X, W, b - c)[0]
    assert db.shape == b.shape and abs(np.sum((above - below) * dH) / 2 - np.sum(db * c)) < 1e-10


slip_measured_alone = MISTAKES.slips(measured_alone)
IS_DX, IS_DW, IS_DB = (
    f"assert d{name}.shape == {name}.shape and abs(np.sum((above - below) * dH) / 2 - np.sum(d{name} * {step})) < 1e-10"
    for name, step in ("Xx", "Ww", "bc"))
slip_measured_alone("gradients_of_the_plain_case", "normal(size=(2, 2, 2, 4))", "normal(size=(2, 2, 2, 4))",
                    "The test measures the three gradients in one case, stride 1 without padding, and never checks "
                    "the output.", HERE)
slip_measured_alone("dX_alone", IS_DX + "\n", IS_DX + "\n    return\n",
                    "The test measures dX in one plain case, and checks nothing else.", HERE)
slip_measured_alone("dW_and_db_alone", IS_DX, "pass",
                    "The test measures dW and db in one plain case, and checks nothing else.", HERE)
slip_measured_alone("dX_and_dW_alone", IS_DB, "pass",
                    "The test measures dX and dW in one plain case, and checks nothing else.", HERE)
slip_measured_alone("ones_in_the_plain_case", "rng.normal(size=H.shape)", "np.ones(H.shape)",
                    "The test measures the gradients in one plain case, with a dH of ones, and never checks the "
                    "output.", HERE)
slip_measured_alone("square_in_the_plain_case", "(2, 2, 2, 4)), rng.normal(size=(3, 2, 1, 2))",
                    "(2, 2, 3, 3)), rng.normal(size=(3, 2, 2, 2))",
                    "The test measures the gradients in one square case without stride and padding, and never checks "
                    "the output.", HERE)


def measured_in_one_setting(forward, backward):
    rng = np.random.default_rng(9)
    X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
    H, cache = forward(X, W, b)
    dH = rng.normal(size=H.shape)
    measured = (numerical_gradient(lambda X: forward(X, W, b)[0], X, dH),
                numerical_gradient(lambda W: forward(X, W, b)[0], W, dH),
                numerical_gradient(lambda b: forward(X, W, b)[0], b, dH))
    for got, want in zip((H, *backward(dH, cache)), (conv2d_forward(X, W, b)[0], *measured)):
        assert relative_error(got, want) < 1e-6


slip_in_one_setting = MISTAKES.slips(measured_in_one_setting)
slip_in_one_setting("measured_in_the_plain_case", "size=(2, 3, 3, 5)", "size=(2, 3, 3, 5)",
                    "The values are tested well, but only with stride 1 and no padding: other settings, integers and "
                    "changed inputs are not tried.", PROMISES)
slip_in_one_setting("dH_of_zeros", "rng.normal(size=H.shape)", "np.zeros(H.shape)",
                    "The test backpropagates a gradient of zeros, so all gradients are zero and hardly any mistake is "
                    "caught.", HERE)
slip_in_one_setting("turned_limit", "< 1e-6", "> 1e-6",
                    "The comparison is reversed: the test requires the errors to be larger than the limit.",
                    PROMISES)
slip_in_one_setting("whole_numbers_only", "rng.normal(size=(2, 3, 3, 5))", "rng.integers(-9, 10, (2, 3, 3, 5))",
                    "The test tries only an X of integers, and only stride 1 without padding.", PROMISES)


def one_is_enough(forward, backward):
    rng = np.random.default_rng(9)
    for stride, pad in [(1, 0), (2, 1)]:
        X, W, b = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        for numbers in (np.rint(9 * X).astype(int), X):
            H, cache = forward(numbers, W, b, stride, pad)
            right, want = conv2d_forward(numbers, W, b, stride, pad)
            assert relative_error(H, right) < 1e-6
        dH = rng.normal(size=H.shape)
        dX, dW, db = backward(dH, cache)
        right_dX, right_dW, right_db = conv2d_backward(dH, want)
        assert (relative_error(dX, right_dX) < 1e-6 or relative_error(dW, right_dW) < 1e-6
                or relative_error(db, right_db) < 1e-6)


slip_one_is_enough = MISTAKES.slips(one_is_enough)
slip_one_is_enough("one_gradient_is_enough", "                or relative", "                or relative",
                   "The three comparisons of the gradients are combined with or: one correct gradient satisfies the "
                   "test.", PROMISES)
slip_one_is_enough("reference_from_their_cache",
                   "assert (relative_error(dX, right_dX) < 1e-6 or relative_error(dW, right_dW) < 1e-6\n"
                   "                or relative_error(db, right_db) < 1e-6)",
                   "for got, asked in zip((dX, dW, db), conv2d_backward(dH, cache)):\n"
                   "            assert relative_error(got, asked) < 1e-6",
                   "The test passes the pair's cache to the layer of lesson 5: correct pairs that store something "
                   "else there are rejected.", PROMISES)
