"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


def col2im(cols: np.ndarray, X_shape: tuple, f_H: int, f_W: int, stride: int = 1, pad: int = 0) -> np.ndarray:
    """Fold columns back to where they came from, and add up where windows overlap.

    This is the adjoint of ``im2col``, which sends gradients back through it; it is not its inverse.

    Parameters
    ----------
    cols : ndarray, shape (N, C * f_H * f_W, n_H * n_W)
        Columns in the layout of ``im2col``.
    X_shape : tuple of int
        (N, C, n_H_prev, n_W_prev), the shape of the input of ``im2col``.
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The sum of everything that returns to each pixel; what returns to the padding is discarded.

    Raises
    ------
    ValueError
        If cols does not have the shape that ``im2col`` returns for such an input.
    """
    shapes.require_columns(cols, X_shape, f_H, f_W, stride, pad)
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad), dtype=cols.dtype)
    for u in range(f_H):
        for v in range(f_W):
            padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride] += cols[:, :, u, v]
    return padded[:, :, pad : pad + n_H_prev, pad : pad + n_W_prev]


def im2col(X: np.ndarray, f_H: int, f_W: int, stride: int = 1, pad: int = 0) -> np.ndarray:
    """Unfold the input: every window becomes one column.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input.
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    cols : ndarray, shape (N, C * f_H * f_W, n_H * n_W), dtype of X
        Row (c, u, v), in row-major order, holds the entries that weight [c, u, v] multiplies; column (h, w)
        holds the window of output [h, w]. This is the layout of PyTorch's ``unfold``.

    Raises
    ------
    ValueError
        If X does not have four axes, f_H, f_W or stride is not a positive integer, pad is not a non-negative
        integer, or the window does not fit.
    """
    shapes.require_windows(X, f_H, f_W, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, C, f_H, f_W, n_H, n_W), dtype=X.dtype)
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


def conv2d_backward_im2col(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward_im2col``: matrix products, then fold.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward_im2col`` returned: (X, W, b, stride, pad).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W.
    db : ndarray, shape (F,)
        Gradient with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad = cache
    shapes.require_conv2d(X, W, b, stride, pad, dH)
    F, C, f_H, f_W = W.shape
    dH = dH.reshape(dH.shape[0], F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = np.tensordot(dH, cols, axes=((0, 2), (0, 2))).reshape(W.shape)
    db = dH.sum(axis=(0, 2))
    dX = col2im(W.reshape(F, -1).T @ dH, X.shape, f_H, f_W, stride, pad)
    return dX, dW, db


def conv2d_forward_im2col(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image: unfold, then one matrix product.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter.
    cache : tuple
        (X, W, b, stride, pad), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride is not a positive integer, or pad is not a non-negative integer.
    """
    shapes.require_conv2d(X, W, b, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = im2col(X, f_H, f_W, stride, pad)
    H = W.reshape(F, -1) @ cols + b[:, None]
    cache = (X, W, b, stride, pad)
    return H.reshape(N, F, n_H, n_W), cache


def conv2d_backward(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward``.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward`` returned: (X, W, b, stride, pad).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X: summed over the filters.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W: summed over the images.
    db : ndarray, shape (F,)
        Gradient with respect to b: summed over images and positions.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad = cache
    shapes.require_conv2d(X, W, b, stride, pad, dH)
    N, F, n_H, n_W = dH.shape
    F, C, f_H, f_W = W.shape
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape, dtype=np.result_type(X, W, dH, np.float32))
    dW = np.zeros(W.shape, dtype=dpadded.dtype)
    db = np.zeros(b.shape, dtype=dpadded.dtype)
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    rows, cols = slice(top, top + f_H), slice(left, left + f_W)
                    dpadded[n, :, rows, cols] += W[k] * dH[n, k, h, w]
                    dW[k] += padded[n, :, rows, cols] * dH[n, k, h, w]
                    db[k] += dH[n, k, h, w]
    dX = dpadded[:, :, pad : pad + X.shape[2], pad : pad + X.shape[3]]
    return dX, dW, db


def conv2d_forward(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image of a batch (cross-correlation).

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter.
    cache : tuple
        (X, W, b, stride, pad), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride is not a positive integer, or pad is not a non-negative integer.
    """
    shapes.require_conv2d(X, W, b, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.zeros((N, F, n_H, n_W), dtype=np.result_type(X, W, b, np.float32))
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    window = padded[n, :, top : top + f_H, left : left + f_W]
                    H[n, k, h, w] = np.sum(window * W[k]) + b[k]
    cache = (X, W, b, stride, pad)
    return H, cache


def conv2d_backward_taps(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward_taps``, tap by tap.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward_taps`` returned: (X, W, b, stride, pad).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W.
    db : ndarray, shape (F,)
        Gradient with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad = cache
    shapes.require_conv2d(X, W, b, stride, pad, dH)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape, dtype=np.result_type(X, W, dH, np.float32))
    dW = np.zeros(W.shape, dtype=dpadded.dtype)
    for u in range(f_H):
        for v in range(f_W):
            tap = np.s_[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            dW[:, :, u, v] = np.tensordot(dH, padded[tap], axes=((0, 2, 3), (0, 2, 3)))
            dpadded[tap] += (W[:, :, u, v].T @ dH.reshape(N, F, -1)).reshape(N, C, n_H, n_W)
    dX = dpadded[:, :, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


def conv2d_forward_taps(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image, tap by tap.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter.
    cache : tuple
        (X, W, b, stride, pad), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride is not a positive integer, or pad is not a non-negative integer.
    """
    shapes.require_conv2d(X, W, b, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.zeros((N, F, n_H * n_W), dtype=np.result_type(X, W, b, np.float32)) + b[:, None]
    for u in range(f_H):
        for v in range(f_W):
            met = padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            H += W[:, :, u, v] @ met.reshape(N, C, -1)
    cache = (X, W, b, stride, pad)
    return H.reshape(N, F, n_H, n_W), cache


def relu_forward(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep positive entries and replace the others with zero.

    Parameters
    ----------
    X : ndarray, any shape
        The input.

    Returns
    -------
    H : ndarray, same shape as X
        max(X, 0), elementwise.
    cache : ndarray
        X, for the backward pass.
    """
    H = np.maximum(X, 0)
    cache = X
    return H, cache


def maxpool_forward(X: np.ndarray, f: int, stride: int) -> tuple[np.ndarray, tuple]:
    """Take the largest entry of every window.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input.
    f : int
        Side of the window.
    stride : int
        Step from one window to the next. Windows overlap if it is smaller than f.

    Returns
    -------
    H : ndarray, shape (N, C, n_H, n_W)
        The largest entry of each window, separately for each channel.
    cache : tuple
        (X, f, stride), for the backward pass.

    Raises
    ------
    ValueError
        If X does not have four axes, f or stride is not a positive integer, or the window does not fit.
    """
    shapes.require_windows(X, f, f, stride)
    n_H = (X.shape[2] - f) // stride + 1
    n_W = (X.shape[3] - f) // stride + 1
    H = X[:, :, : n_H * stride : stride, : n_W * stride : stride]
    for u in range(f):
        for v in range(f):
            H = np.maximum(H, X[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride])
    cache = (X, f, stride)
    return H, cache


def flatten_forward(X: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Flatten each sample into one row.

    Parameters
    ----------
    X : ndarray, shape (N, ...)
        The input, with the samples along the first axis.

    Returns
    -------
    H : ndarray, shape (N, n_out)
        Each sample's entries in row-major order.
    cache : tuple of int
        The shape of X, which is all that the backward pass needs.
    """
    H = X.reshape(X.shape[0], -1)
    cache = X.shape
    return H, cache


def linear_forward(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Multiply by a matrix and add a bias: every output sees every input.

    Parameters
    ----------
    X : ndarray, shape (N, n_in)
        The input, one sample per row.
    W : ndarray, shape (n_in, n_out)
        The weights.
    b : ndarray, shape (n_out,)
        The bias.

    Returns
    -------
    H : ndarray, shape (N, n_out)
        X @ W + b.
    cache : tuple
        (X, W, b), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    """
    shapes.require_linear(X, W, b)
    H = X @ W + b
    cache = (X, W, b)
    return H, cache


def linear_backward(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient back through ``linear_forward``.

    Parameters
    ----------
    dH : ndarray, shape (N, n_out)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``linear_forward`` returned: (X, W, b).

    Returns
    -------
    dX : ndarray, shape (N, n_in)
        Gradient of the loss with respect to X.
    dW : ndarray, shape (n_in, n_out)
        Gradient of the loss with respect to W.
    db : ndarray, shape (n_out,)
        Gradient of the loss with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b = cache
    shapes.require_linear(X, W, b, dH)
    dX = dH @ W.T
    dW = X.T @ dH
    db = dH.sum(axis=0)
    return dX, dW, db


def flatten_backward(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Reshape the gradient to the shape of the input.

    Parameters
    ----------
    dH : ndarray, shape (N, n_out)
        Gradient of the loss with respect to the output.
    cache : tuple of int
        What ``flatten_forward`` returned: the shape of X.

    Returns
    -------
    dX : ndarray, shape (N, ...)
        Gradient of the loss with respect to X.
    """
    return dH.reshape(cache)


def maxpool_backward(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Send each gradient back to the entry that was the largest in its window.

    Parameters
    ----------
    dH : ndarray, shape (N, C, n_H, n_W)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``maxpool_forward`` returned: (X, f, stride).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient of the loss with respect to X. In a tie, the first entry in row-major order
        receives all of it; contributions from several windows to one entry add up.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, f, stride = cache
    shapes.require_windows(X, f, f, stride, dH=dH)
    n_H, n_W = dH.shape[2:]
    H, _ = maxpool_forward(X, f, stride)
    dX = np.zeros(X.shape, dtype=np.result_type(dH, np.float32))
    left = dH  # what no earlier entry of its window has received
    for u in range(f):
        for v in range(f):
            met = np.s_[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            largest = X[met] == H
            dX[met] += left * largest
            left = left * ~largest
    return dX


def relu_backward(dH: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """Send the gradient back through ``relu_forward``: it passes only where the input was positive.

    Parameters
    ----------
    dH : ndarray, same shape as X
        Gradient of the loss with respect to the output.
    cache : ndarray
        What ``relu_forward`` returned: X.

    Returns
    -------
    dX : ndarray, same shape as X
        Gradient of the loss with respect to X. At exactly 0 it is taken to be 0.

    Raises
    ------
    ValueError
        If dH and X differ in shape.
    """
    X = cache
    shapes.require_same(dH=dH, X=X)
    return np.where(X > 0, dH, 0)


class ConvNet:
    """Two convolutions, each with ReLU and max pooling, then a linear layer.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness for the weights.
    shape : tuple of int, default (1, 28, 28)
        (C, n_H_prev, n_W_prev) of one image.
    filters : tuple of int, default (8, 16)
        Number of 3x3 filters in the first and the second convolution.
    classes : int, default 10
        Number of classes.
    dtype : dtype, default numpy.float32
        The dtype of the parameters.

    Attributes
    ----------
    params : dict of str to ndarray
        The parameters: W1 and b1, W2 and b2 of the convolutions, W3 and b3 of the linear layer.
    grads : dict of str to ndarray
        The gradient of the loss with respect to each, under the same names. Initially empty.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        shape: tuple = (1, 28, 28),
        filters: tuple = (8, 16),
        classes: int = 10,
        dtype: type = np.float32,
    ) -> None:
        """Draw the weights with He initialization; the biases are zero."""
        C, n_H, n_W = shape
        F_1, F_2 = filters
        n_flat = F_2 * (n_H // 2 // 2) * (n_W // 2 // 2)

        def he(n_in: int, shape: tuple) -> np.ndarray:
            return (rng.normal(size=shape) * np.sqrt(2 / n_in)).astype(dtype)

        self.params = {
            "W1": he(C * 9, (F_1, C, 3, 3)),
            "b1": np.zeros(F_1, dtype),
            "W2": he(F_1 * 9, (F_2, F_1, 3, 3)),
            "b2": np.zeros(F_2, dtype),
            "W3": he(n_flat, (n_flat, classes)),
            "b3": np.zeros(classes, dtype),
        }
        self.grads: dict = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Compute the logits, and remember what the backward pass needs.

        Parameters
        ----------
        X : ndarray, shape (N, C, n_H_prev, n_W_prev)
            A batch of images.

        Returns
        -------
        logits : ndarray, shape (N, classes)
            One score for each class.
        """
        p = self.params
        H, conv1 = conv2d_forward_im2col(X, p["W1"], p["b1"], pad=1)
        H, relu1 = relu_forward(H)
        H, pool1 = maxpool_forward(H, 2, 2)
        H, conv2 = conv2d_forward_im2col(H, p["W2"], p["b2"], pad=1)
        H, relu2 = relu_forward(H)
        H, pool2 = maxpool_forward(H, 2, 2)
        H, flat = flatten_forward(H)
        logits, linear = linear_forward(H, p["W3"], p["b3"])
        self.caches = conv1, relu1, pool1, conv2, relu2, pool2, flat, linear
        return logits

    def backward(self, dlogits: np.ndarray) -> np.ndarray:
        """Send the gradient back through the last forward pass, and refill ``grads``.

        Parameters
        ----------
        dlogits : ndarray, shape (N, classes)
            Gradient of the loss with respect to the logits.

        Returns
        -------
        dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
            Gradient of the loss with respect to the images.
        """
        conv1, relu1, pool1, conv2, relu2, pool2, flat, linear = self.caches
        dH, dW3, db3 = linear_backward(dlogits, linear)
        dH = flatten_backward(dH, flat)
        dH = maxpool_backward(dH, pool2)
        dH = relu_backward(dH, relu2)
        dH, dW2, db2 = conv2d_backward_im2col(dH, conv2)
        dH = maxpool_backward(dH, pool1)
        dH = relu_backward(dH, relu1)
        dX, dW1, db1 = conv2d_backward_im2col(dH, conv1)
        self.grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
        return dX


def softmax_cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the softmax cross-entropy loss of a batch and its gradient.

    Parameters
    ----------
    logits : ndarray, shape (N, n_classes)
        One score for each class; any real numbers.
    y : ndarray of int, shape (N,)
        The correct class of each sample, from 0 to n_classes - 1.

    Returns
    -------
    loss : float
        The mean over the batch of -log(probability of the correct class).
    dlogits : ndarray, shape (N, n_classes)
        Gradient of the loss with respect to the logits: (probabilities - one-hot(y)) / N.

    Raises
    ------
    ValueError
        If logits does not have two axes, or y does not hold one class for each row of logits.
    """
    shapes.require_labels(logits, y)
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_probs[rows, y].mean()
    dlogits = np.exp(log_probs)
    dlogits[rows, y] -= 1
    return float(loss), dlogits / len(y)


def sgd_momentum_step(
    param: np.ndarray, grad: np.ndarray, velocity: np.ndarray, lr: float = 0.01, momentum: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of stochastic gradient descent with momentum, for one parameter array.

    Parameters
    ----------
    param : ndarray
        The parameter. It is not modified.
    grad : ndarray, same shape as param
        Gradient of the loss with respect to it.
    velocity : ndarray, same shape as param
        Accumulated over earlier steps; zeros before the first. It is not modified.
    lr : float, default 0.01
        Learning rate: how far to go along the velocity.
    momentum : float, default 0.9
        The fraction of the velocity that is kept from step to step.

    Returns
    -------
    param : ndarray
        param - lr * velocity, with the new velocity.
    velocity : ndarray
        momentum * velocity + grad.

    Notes
    -----
    The form of Sutskever et al. (2013) as PyTorch writes it, with the learning rate outside the velocity.
    """
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity


def train(
    net: "ConvNet",
    X: np.ndarray,
    y: np.ndarray,
    epochs: int,
    lr: float,
    rng: np.random.Generator,
    batch_size: int = 64,
    momentum: float = 0.9,
    on_step: "Callable | None" = None,
) -> list:
    """Train a network with stochastic gradient descent and momentum.

    Parameters
    ----------
    net : ConvNet
        Or anything else with ``forward``, ``backward``, ``params`` and ``grads``. Its params are updated.
    X : ndarray, shape (n_images, ...)
        The images.
    y : ndarray of int, shape (n_images,)
        The class of each image.
    epochs : int
        Number of passes over all images.
    lr : float
        Learning rate.
    rng : numpy.random.Generator
        Draws a new order of the images for each epoch: ``rng.permutation(len(y))``.
    batch_size : int, default 64
        Images per step. The last step of an epoch takes the remainder.
    momentum : float, default 0.9
        The fraction of the velocity that is kept from step to step.
    on_step : callable, optional
        Called after each step with the list of all losses so far.

    Returns
    -------
    losses : list of float
        The loss of each step, before its update.
    """
    velocity = {name: np.zeros_like(param) for name, param in net.params.items()}
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start : start + batch_size]
            loss, dlogits = softmax_cross_entropy(net.forward(X[batch]), y[batch])
            net.backward(dlogits)
            for name, grad in net.grads.items():
                net.params[name], velocity[name] = sgd_momentum_step(
                    net.params[name], grad, velocity[name], lr, momentum
                )
            losses.append(loss)
            if on_step:
                on_step(losses)
    return losses


def numerical_gradient(
    func: "Callable[[np.ndarray], np.ndarray]", x: np.ndarray, dH: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Estimate the gradient of ``sum(func(x) * dH)`` by central differences.

    Parameters
    ----------
    func : callable
        Takes an array with the shape of x and returns one with the shape of dH.
    x : ndarray, any shape
        Where to estimate the gradient. It is not modified.
    dH : ndarray
        Gradient of the loss with respect to func's result.
    eps : float, default 1e-5
        The step to either side. In float32, a step this small is lost in rounding error.

    Returns
    -------
    ndarray, same shape as x
        The gradient of the loss with respect to x.
    """
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
