"""The answers that are worked out by hand, recomputed."""

import numpy as np

from convlib.conv.single import conv_forward, conv_matrix
from convlib.course import by_hand
from convlib.gradcheck import numerical_gradient

X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])


def test_outputs():
    np.testing.assert_array_equal(by_hand.outputs_by_hand(), conv_forward(X, W)[0])


def test_pixel_table_is_the_transposed_matrix():
    np.testing.assert_array_equal(by_hand.pixel_table(), conv_matrix(W, 3, 3).T)


def test_weight_table_holds_the_local_gradients():
    for column, impulse in enumerate(np.eye(4)):
        measured = numerical_gradient(lambda W: conv_forward(X, W)[0], W, impulse.reshape(2, 2))
        np.testing.assert_allclose(np.array(by_hand.weight_table())[:, column], measured.ravel(), atol=1e-8)


def test_warm_up():
    assert by_hand.warm_up(X) == 45
