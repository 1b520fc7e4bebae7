"""Right versions of the exercises of lessons 01 to 03."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import style

BACKWARD = "conv_backward", "conv_backward_repaired", "conv_backward_by_convolution"

# --- Typed by hand --------------------------------------------------------------------------------------------------


@style("outputs_by_hand")
def array_of_floats():
    return np.array([[37.0, 47.0], [67.0, 77.0]])


@style("outputs_by_hand")
def tuples_of_sums():
    return ((1 + 4 + 12 + 20, 2 + 6 + 15 + 24), (4 + 10 + 21 + 32, 5 + 12 + 24 + 36))


@style("outputs_by_hand")
def computed_instead():
    X = np.arange(1, 10).reshape(3, 3)
    W = [[1, 2], [3, 4]]
    return [[np.vdot(X[h:h + 2, w:w + 2], W) for w in range(2)] for h in range(2)]


@style("weight_table")
def windows_stacked():
    X = np.arange(1.0, 10).reshape(3, 3)
    return sliding_window_view(X, (2, 2)).reshape(4, 4).T


@style("weight_table")
def array_of_rows():
    return np.stack([[1, 2, 4, 5], (2, 3, 5, 6), [4, 5, 7, 8], [5, 6, 8, 9]])


@style("pixel_table")
def stamped():
    table = np.zeros((3, 3, 2, 2))
    for h, w in np.ndindex(2, 2):
        table[h:h + 2, w:w + 2, h, w] = [[1, 2], [3, 4]]
    return table.reshape(9, 4)


@style("pixel_table")
def single_precision_tuples():
    return tuple(map(np.float32, [(1, 0, 0, 0), (2, 1, 0, 0), (0, 2, 0, 0), (3, 0, 1, 0), (4, 3, 2, 1), (0, 4, 0, 2),
                                  (0, 0, 3, 0), (0, 0, 4, 3), (0, 0, 0, 4)]))


# --- One window -----------------------------------------------------------------------------------------------------


@style("conv_single_step")
def scalar_loops(x_slice, W):
    total = 0
    for u in range(len(W)):
        for v in range(len(W[0])):
            total += x_slice[u, v] * W[u, v]
    return total


@style("conv_single_step")
def vdot(x_slice, W):
    return np.vdot(x_slice, W)


@style("conv_single_step")
def flat_dot(x_slice, W):
    return x_slice.ravel() @ W.ravel()


@style("conv_single_step")
def tensordot(x_slice, W):
    return np.tensordot(x_slice, W)


@style("conv_single_step")
def einsum(x_slice, W):
    return np.einsum("uv,uv", x_slice, W)


@style("conv_single_step")
def trace_of_the_product(x_slice, W):
    return np.trace(x_slice @ W.T)


@style("conv_single_step")
def comprehension(x_slice: np.ndarray, W: np.ndarray) -> float:
    return sum(a * b for a, b in zip(x_slice.flat, W.flat, strict=True))


# --- How many positions ---------------------------------------------------------------------------------------------


@style("output_size")
def counted(n, f, stride=1, pad=0):
    return len(range(-pad, n + pad - f + 1, stride))


@style("output_size")
def rounded_down_float(n, f, stride=1, pad=0):
    return np.floor((n + 2 * pad - f) / stride) + 1


@style("output_size")
def step_by_step(n, f, stride=1, pad=0):
    start, count = 0, 0
    while start + f <= n + pad + pad:
        start, count = start + stride, count + 1
    return count


@style("output_size")
def one_fraction(n, f, stride=1, pad=0):
    return (n + 2 * pad - f + stride) // stride


# --- The forward pass -----------------------------------------------------------------------------------------------


@style("conv_forward")
def einsum(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), (X, W)


@style("conv_forward")
def einsum_optimized(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W, optimize=True), [X, W]


@style("conv_forward")
def scalar_loops(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = np.zeros((n_H, n_W))
    for u in range(f):
        for v in range(f):
            for w in range(n_W):
                for h in range(n_H):
                    H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@style("conv_forward")
def loop_over_taps(X, W):
    f = len(W)
    n_H, n_W = np.array(X.shape) - f + 1
    H = sum(W[u, v] * X[u:u + n_H, v:v + n_W] for u in range(f) for v in range(f))
    return H, {"X": X, "W": W}


@style("conv_forward")
def tensordot(X, W):
    return np.tensordot(sliding_window_view(X, W.shape), W, axes=2), (X, W)


@style("conv_forward")
def vdot_in_lists(X, W):
    f = W.shape[0]
    return [[np.vdot(X[h:h + f, w:w + f], W) for w in range(X.shape[1] - f + 1)]
            for h in range(X.shape[0] - f + 1)], (X, W)


@style("conv_forward")
def strides_of_a_copy(X, W):
    f = W.shape[0]
    X = np.ascontiguousarray(X)
    windows = as_strided(X, (X.shape[0] - f + 1, X.shape[1] - f + 1, f, f), X.strides * 2, writeable=False)
    return (windows * W).sum(axis=(2, 3)), (X, W)


@style("conv_forward")
def im2col_by_fancy_index(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    u, v = np.divmod(np.arange(f * f), f)
    h, w = np.divmod(np.arange(n_H * n_W), n_W)
    cols = X[u[:, None] + h, v[:, None] + w]
    return (W.reshape(1, -1) @ cols).reshape(n_H, n_W), (X, W)


@style("conv_forward")
def im2col_by_columns(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    rows = [X[h:h + f, w:w + f].flatten(order="F") for w in range(n_W) for h in range(n_H)]
    return (np.array(rows) @ W.flatten(order="F")).reshape(n_W, n_H).T, (X, W)


@style("conv_forward")
def scipy_correlate(X, W):
    from scipy.signal import correlate2d
    return correlate2d(X, W, mode="valid"), (X, W)


@style("conv_forward")
def scipy_convolve_rotated(X, W):
    from scipy.signal import convolve2d
    return convolve2d(X, np.rot90(W, 2), "valid"), (X, W)


@style("conv_forward")
def scipy_ndimage(X, W):
    from scipy import ndimage
    f = W.shape[0]
    H = ndimage.correlate(X.astype(float), W, mode="constant", origin=-(f // 2))
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@style("conv_forward")
def fourier(X, W):
    f = W.shape[0]
    H = np.fft.ifft2(np.fft.fft2(X) * np.conj(np.fft.fft2(W, X.shape))).real
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@style("conv_forward")
def toeplitz(X, W):
    n_H, n_W = (n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
    A = np.zeros((n_H, n_W, *X.shape))
    for h, w in np.ndindex(n_H, n_W):
        A[h, w, h:h + W.shape[0], w:w + W.shape[1]] = W
    return (A.reshape(n_H * n_W, -1) @ X.ravel()).reshape(n_H, n_W), (X, W, A)


@style("conv_forward")
def single_precision(X, W):
    windows = sliding_window_view(X.astype(np.float32), W.shape)
    return np.einsum("hwuv,uv->hw", windows, W.astype(np.float32)), (X, W)


@style("conv_forward")
def helper_inside(X: np.ndarray, W: np.ndarray, *, verbose: bool = False) -> tuple:
    f = W.shape[0]

    def at(h, w):
        return (X[h:h + f, w:w + f] * W).sum()

    H = np.fromfunction(np.vectorize(at), (X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    return H, (X, W)


@style("conv_forward")
def object_as_cache(X, W):
    class Cache:
        def __init__(self, **arrays):
            self.__dict__.update(arrays)

    f = W.shape[0]
    H = np.empty((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for position in np.ndindex(H.shape):
        h, w = position
        H[position] = (X[h:h + f, w:w + f] * W).sum()
    return H, Cache(X=X, W=W)


@style("conv_forward")
def prints_and_warns(X, W):
    import sys
    import warnings
    print("shapes", X.shape, W.shape)
    print("still debugging", file=sys.stderr)
    warnings.warn("this warning is mine", stacklevel=1)
    H = [[np.sum(X[h:h + len(W), w:w + len(W)] * W) for w in range(X.shape[1] - len(W) + 1)]
         for h in range(X.shape[0] - len(W) + 1)]
    print(H)
    return [H, (X, W)]


@style("conv_forward")
def view_as_result(X, W):
    f = W.shape[0]
    large = np.zeros((2 * X.shape[1], 2 * X.shape[0]))
    H = large[::2, ::2].T[:X.shape[0] - f + 1, :X.shape[1] - f + 1]
    for h, w in np.ndindex(H.shape):
        H[h, w] = np.sum(X[h:h + f, w:w + f] * W)
    return H, (X, W)


@style("conv_forward")
def buffer_reset(X, W, kept={}):  # noqa: B006
    f = W.shape[0]
    H = kept.setdefault(X.shape + W.shape, np.empty((X.shape[0] - f + 1, X.shape[1] - f + 1)))
    H[...] = 0
    for u, v in np.ndindex(f, f):
        H += W[u, v] * X[u:u + H.shape[0], v:v + H.shape[1]]
    return H, (X, W)


# --- Measuring a gradient -------------------------------------------------------------------------------------------


@style("numerical_gradient")
def flat_loop_in_place(func, x, dH, eps=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in range(x.size):
        values = []
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[i] += sign * eps
            values.append(np.vdot(func(moved), dH))
        gradient.flat[i] = (values[0] - values[1]) / eps / 2
    return gradient


@style("numerical_gradient")
def nditer(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    while not walk.finished:
        step = np.zeros(x.shape)
        step[walk.multi_index] = eps
        gradient[walk.multi_index] = ((func(x + step) - func(x - step)) * dH).sum() / (2 * eps)
        walk.iternext()
    return gradient


@style("numerical_gradient")
def columns_of_the_jacobian(func, x, dH, eps=1e-5):
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    jacobian = [(func(x + s) - func(x - s)).ravel() / (2 * eps) for s in steps]
    return (np.array(jacobian) @ np.ravel(dH)).reshape(x.shape)


@style("numerical_gradient")
def restores_the_callers_array(func, x, dH, eps=1e-5):
    if x.dtype.kind != "f":
        x = x + 0.0
    gradient = np.empty(x.shape)
    for index, kept in np.ndenumerate(x.copy()):
        x[index] = kept + eps
        above = func(x).copy()
        x[index] = kept - eps
        gradient[index] = ((above - func(x)) * dH).sum() / (2 * eps)
        x[index] = kept
    return gradient


@style("numerical_gradient")
def nested_helper(func, x, dH, eps=1e-5):
    def loss(moved):
        return float(np.sum(dH * func(moved)))

    def slope(index):
        step = eps * (np.arange(x.size) == index).reshape(x.shape)
        return (loss(x + step) - loss(x - step)) / (2 * eps)

    return np.reshape([slope(i) for i in range(x.size)], x.shape)


# --- The backward passes --------------------------------------------------------------------------------------------


@style(*BACKWARD)
def scalar_loops(dH, cache):
    X, W = cache
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for v in range(W.shape[1]):
        for u in range(W.shape[0]):
            for h in range(dH.shape[0]):
                for w in range(dH.shape[1]):
                    dX[h + u, w + v] += W[u, v] * dH[h, w]
                    dW[u, v] += X[h + u, w + v] * dH[h, w]
    return dX, dW


@style(*BACKWARD)
def stamps(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX, dW = np.zeros_like(X, dtype=float), np.zeros_like(W, dtype=float)
    for (h, w), g in np.ndenumerate(dH):
        dX[h:h + f, w:w + f] += g * W
        dW += g * X[h:h + f, w:w + f]
    return [dX, dW]


@style(*BACKWARD)
def backwards_through_the_positions(dH, cache):
    (X, W), f = cache, len(cache[1])
    dX, dW = 0.0 * X, 0.0 * W
    for w in reversed(range(dH.shape[1])):
        for h in reversed(range(dH.shape[0])):
            dX[h:h + f, w:w + f] = dX[h:h + f, w:w + f] + W * dH[h, w]
            dW = dW + X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@style(*BACKWARD)
def loop_over_taps(dH, cache):
    X, W = cache
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for u, v in np.ndindex(W.shape):
        dX[u:u + n_H, v:v + n_W] += W[u, v] * dH
        dW[u, v] = np.vdot(X[u:u + n_H, v:v + n_W], dH)
    return dX, dW


@style(*BACKWARD)
def einsum(dH, cache):
    X, W = cache
    f = W.shape[0]
    dW = np.einsum("hwuv,hw->uv", sliding_window_view(X, (f, f)), dH)
    dX = np.einsum("hwuv,uv->hw", sliding_window_view(np.pad(dH, f - 1), (f, f)), W[::-1, ::-1])
    return dX, dW


@style(*BACKWARD)
def einsum_optimized(dH, cache):
    X, W = cache
    f = W.shape[0]
    windows = sliding_window_view(np.pad(dH, f - 1), (f, f))
    return (np.einsum("hwuv,uv->hw", windows, np.flip(W), optimize=True),
            np.einsum("uvhw,hw", sliding_window_view(X, dH.shape), dH, optimize=True))


@style(*BACKWARD)
def tensordot(dH, cache):
    X, W = cache
    dW = np.tensordot(sliding_window_view(X, dH.shape), dH, axes=([2, 3], [0, 1]))
    dX = np.tensordot(sliding_window_view(np.pad(dH, len(W) - 1), W.shape), np.rot90(W, 2))
    return dX, dW


@style(*BACKWARD)
def strides_of_a_copy(dH, cache):
    X, W = map(np.ascontiguousarray, cache)
    f = W.shape[0]
    windows = as_strided(X, (*dH.shape, f, f), X.strides * 2)
    padded = np.pad(dH, f - 1)
    around = as_strided(padded, (*X.shape, f, f), padded.strides * 2)
    return (around * W[::-1, ::-1]).sum((2, 3)), (windows * dH[:, :, None, None]).sum((0, 1))


@style(*BACKWARD)
def im2col_and_add_at(dH, cache):
    X, W = cache
    f = W.shape[0]
    u, v = np.divmod(np.arange(f * f), f)
    h, w = np.divmod(np.arange(dH.size), dH.shape[1])
    rows, columns = u[:, None] + h, v[:, None] + w
    dX = np.zeros(X.shape)
    np.add.at(dX, (rows, columns), np.outer(W, dH))
    return dX, (X[rows, columns] @ dH.ravel()).reshape(f, f)


@style(*BACKWARD)
def im2col_and_bincount(dH, cache):
    X, W = cache
    places = sliding_window_view(np.arange(X.size).reshape(X.shape), W.shape).reshape(dH.size, W.size)
    dX = np.bincount(places.ravel(), np.outer(dH, W).ravel(), X.size).reshape(X.shape)
    dW = (dH.reshape(1, -1) @ X.ravel()[places]).reshape(W.shape)
    return dX, dW


@style(*BACKWARD)
def im2col_by_columns(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    cols = np.stack([X[h:h + f, w:w + f].ravel(order="F") for w in range(n_W) for h in range(n_H)], axis=1)
    dW = (cols @ dH.ravel(order="F")).reshape(f, f, order="F")
    dcols = W.ravel(order="F")[:, None] * dH.ravel(order="F")
    dX = np.zeros(X.shape)
    for k in range(n_H * n_W):
        w, h = divmod(k, n_H)
        dX[h:h + f, w:w + f] += dcols[:, k].reshape(f, f, order="F")
    return dX, dW


@style(*BACKWARD)
def scipy_signal(dH, cache):
    from scipy.signal import convolve2d, correlate2d
    X, W = cache
    return convolve2d(dH, W), correlate2d(X, dH, mode="valid")


@style(*BACKWARD)
def scipy_full_correlation(dH, cache):
    from scipy.signal import correlate2d, fftconvolve
    X, W = cache
    return correlate2d(dH, np.rot90(W, 2), mode="full"), fftconvolve(X, dH[::-1, ::-1], mode="valid")


@style(*BACKWARD)
def scipy_ndimage(dH, cache):
    from scipy import ndimage
    X, W = (a.astype(float) for a in cache)
    f, (n_H, n_W) = W.shape[0], dH.shape
    # The origin moves the window so that its corner, not its middle, lies on the output.
    dX = ndimage.convolve(np.pad(dH, (0, f - 1)), W, mode="constant", origin=-(f // 2))
    dW = ndimage.correlate(X, dH, mode="constant", origin=(-(n_H // 2), -(n_W // 2)))[:f, :f]
    return dX, dW


@style(*BACKWARD)
def fourier(dH, cache):
    X, W = cache
    s = X.shape
    dX = np.fft.ifft2(np.fft.fft2(dH, s) * np.fft.fft2(W, s)).real
    dW = np.fft.ifft2(np.fft.fft2(X) * np.fft.fft2(dH, s).conj()).real
    return dX, dW[:len(W), :len(W)]


@style(*BACKWARD)
def toeplitz(dH, cache):
    X, W = cache
    A = np.zeros((*dH.shape, *X.shape))
    B = np.zeros((*dH.shape, *W.shape))
    for h, w in np.ndindex(dH.shape):
        A[h, w, h:h + len(W), w:w + len(W)] = W
        B[h, w] = X[h:h + len(W), w:w + len(W)]
    A, B = A.reshape(dH.size, -1), B.reshape(dH.size, -1)
    return (A.T @ dH.ravel()).reshape(X.shape), (B.T @ dH.ravel()).reshape(W.shape)


@style(*BACKWARD)
def gather(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            for u in range(f):
                for v in range(f):
                    if 0 <= i - u < n_H and 0 <= j - v < n_W:
                        dX[i, j] += W[u, v] * dH[i - u, j - v]
    dW = [[np.sum(X[u:u + n_H, v:v + n_W] * dH) for v in range(f)] for u in range(f)]
    return dX, dW


@style(*BACKWARD)
def padded_and_rotated(dH, cache):
    X, W = cache
    f = W.shape[0]
    padded = np.zeros((dH.shape[0] + 2 * f - 2, dH.shape[1] + 2 * f - 2))
    padded[f - 1:f - 1 + dH.shape[0], f - 1:f - 1 + dH.shape[1]] = dH
    turned = np.flipud(np.fliplr(W))
    dX = np.array([[np.sum(padded[i:i + f, j:j + f] * turned) for j in range(X.shape[1])] for i in range(X.shape[0])])
    dW = np.array([[np.sum(X[i:i + dH.shape[0], j:j + dH.shape[1]] * dH) for j in range(f)] for i in range(f)])
    return dX, dW


@style(*BACKWARD)
def own_functions(dH, cache):
    def correlate(a, k):
        return [[float(np.sum(a[i:i + k.shape[0], j:j + k.shape[1]] * k)) for j in range(a.shape[1] - k.shape[1] + 1)]
                for i in range(a.shape[0] - k.shape[0] + 1)]

    X, W = cache
    return correlate(np.pad(dH, W.shape[0] - 1), np.rot90(W, k=2)), correlate(X, dH)


@style(*BACKWARD)
def adjoint_by_impulses(dH, cache):
    X, W = cache

    def forward(X, W):
        return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W)

    dX = [np.sum(forward(e.reshape(X.shape), W) * dH) for e in np.eye(X.size)]
    dW = [np.sum(forward(X, e.reshape(W.shape)) * dH) for e in np.eye(W.size)]
    return np.reshape(dX, X.shape), np.reshape(dW, W.shape)


@style(*BACKWARD)
def single_precision(dH, cache):
    X, W = (np.asarray(a, dtype=np.float32) for a in cache)
    f = np.float32(1) * dH.astype(np.float32)
    dX, dW = np.zeros(X.shape, np.float32), np.zeros(W.shape, np.float32)
    for (h, w), g in np.ndenumerate(f):
        dX[h:h + len(W), w:w + len(W)] += W * g
        dW += X[h:h + len(W), w:w + len(W)] * g
    return dX, dW


@style(*BACKWARD)
def views_as_result(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros((2 * X.shape[0], 3 * X.shape[1]))[::-2, 1::3]
    dW = np.zeros(W.shape, order="F")
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@style(*BACKWARD)
def buffers_reset(dH, cache, kept={}):  # noqa: B006
    X, W = cache
    f = W.shape[0]
    dX, dW = kept.setdefault(X.shape + W.shape, (np.empty(X.shape), np.empty(W.shape)))
    dX.fill(0)
    dW.fill(0)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@style(*BACKWARD)
def prints_and_warns(dH, cache):
    import sys
    import warnings
    X, W = cache
    f = W.shape[0]
    print("dH", dH)
    sys.stderr.write("looking for my mistake\n")
    warnings.warn("not finished", DeprecationWarning, stacklevel=1)
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    np.log(dW)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
        print(h, w, dX, dW)
    return dX, dW


@style(*BACKWARD)
def typed_with_options(dH: np.ndarray, cache: tuple[np.ndarray, np.ndarray], *, dtype: type = float,
                       verbose: bool = False) -> tuple[np.ndarray, np.ndarray]:
    X, W = cache
    (n_H, n_W), (f_H, f_W) = dH.shape, W.shape
    dX: np.ndarray = np.zeros(X.shape, dtype)
    dW: np.ndarray = np.zeros(W.shape, dtype)
    for h in range(n_H):
        for w in range(n_W):
            window = np.s_[h:h + f_H, w:w + f_W]
            dX[window] += np.multiply(W, dH[h, w])
            dW += np.multiply(X[window], dH[h, w])
    return dX, dW


@style(*BACKWARD)
def works_on_copies(dH, cache):
    X, W = (a.astype(float).copy() for a in cache)
    dH = dH * 1.0
    dH *= 2
    W /= 2
    X /= 2
    f = W.shape[0]
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def forward_that_caches_an_object(X, W):
    class Saved:
        pass

    saved = Saved()
    saved.X, saved.W = X, W
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), saved


@style(*BACKWARD, conv_forward=forward_that_caches_an_object)
def object_as_cache(dH, cache):
    f = cache.W.shape[0]
    dX, dW = np.zeros(cache.X.shape), np.zeros(cache.W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += cache.W * dH[h, w]
        dW += cache.X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def forward_that_caches_a_closure(X, W):
    f = W.shape[0]
    windows = sliding_window_view(X, (f, f))

    def back(dH):
        around = sliding_window_view(np.pad(dH, f - 1), (f, f))
        return np.einsum("hwuv,uv->hw", around, W[::-1, ::-1]), np.einsum("hwuv,hw->uv", windows, dH)

    return np.einsum("hwuv,uv->hw", windows, W), back


@style(*BACKWARD, conv_forward=forward_that_caches_a_closure)
def closure_as_cache(dH, cache):
    return cache(dH)


def forward_that_caches_a_dict(X, W):
    cols = sliding_window_view(X, W.shape).reshape(-1, W.size)
    n_H, n_W = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
    return (cols @ W.ravel()).reshape(n_H, n_W), {"cols": cols, "W": W, "shape": X.shape}


@style(*BACKWARD, conv_forward=forward_that_caches_a_dict)
def dict_of_columns_as_cache(dH, cache):
    W, f = cache["W"], len(cache["W"])
    dX = np.zeros(cache["shape"])
    for (h, w), g in np.ndenumerate(dH):
        dX[h:h + f, w:w + f] += W * g
    return dX, (dH.ravel() @ cache["cols"]).reshape(f, f)


def forward_that_caches_a_triple(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), (W, X, W.shape[0])


@style(*BACKWARD, conv_forward=forward_that_caches_a_triple)
def triple_as_cache(dH, cache):
    W, X, f = cache
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


# --- The parts of lesson 03 -----------------------------------------------------------------------------------------


@style("rot180")
def rot90_twice(K):
    return np.rot90(np.rot90(K))


@style("rot180")
def flip(K):
    return np.flip(K, axis=(0, 1))


@style("rot180")
def upside_down_and_mirrored(K):
    return np.fliplr(K)[::-1]


@style("rot180")
def reversed_flat(K):
    return K.ravel()[::-1].reshape(K.shape)


@style("rot180")
def lists_reversed(K):
    return [list(reversed(row)) for row in reversed(K.tolist())]


@style("rot180")
def entry_by_entry(K):
    out = np.empty_like(K)
    for i in range(K.shape[0]):
        for j in range(K.shape[1]):
            out[K.shape[0] - 1 - i, K.shape[1] - 1 - j] = K[i, j]
    return out


@style("correlate_valid")
def einsum(X, K):
    return np.einsum("hwuv,uv", sliding_window_view(X, K.shape), K)


@style("correlate_valid")
def loop_over_taps(X, K):
    n_H, n_W = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    out = np.zeros((n_H, n_W))
    for (u, v), weight in np.ndenumerate(K):
        out += weight * X[u:u + n_H, v:v + n_W]
    return out


@style("correlate_valid")
def scipy_signal(X, K):
    from scipy.signal import correlate
    return correlate(X, K, mode="valid", method="direct")


@style("correlate_valid")
def cut_from_the_fourier_transform(X, K):
    out = np.fft.irfft2(np.fft.rfft2(X) * np.conj(np.fft.rfft2(K, X.shape)), X.shape)
    return out[:X.shape[0] - K.shape[0] + 1, :X.shape[1] - K.shape[1] + 1]


@style("correlate_valid")
def comprehension(X, K):
    return [[(X[h:h + K.shape[0], w:w + K.shape[1]] * K).sum() for w in range(X.shape[1] - K.shape[1] + 1)]
            for h in range(X.shape[0] - K.shape[0] + 1)]


@style("convolve_full")
def stamps(dH, W):
    out = np.zeros((dH.shape[0] + W.shape[0] - 1, dH.shape[1] + W.shape[1] - 1))
    for (h, w), g in np.ndenumerate(dH):
        out[h:h + W.shape[0], w:w + W.shape[1]] += g * W
    return out


@style("convolve_full")
def dH_stamped_by_the_weights(dH, W):
    out = np.zeros((dH.shape[0] + W.shape[0] - 1, dH.shape[1] + W.shape[1] - 1))
    for u, v in np.ndindex(W.shape):
        out[u:u + dH.shape[0], v:v + dH.shape[1]] += W[u, v] * dH
    return out


@style("convolve_full")
def scipy_signal(dH, W):
    from scipy.signal import convolve2d
    return convolve2d(dH, W, mode="full")


@style("convolve_full")
def fourier(dH, W):
    s = [a + b - 1 for a, b in zip(dH.shape, W.shape, strict=True)]
    return np.fft.ifft2(np.fft.fft2(dH, s) * np.fft.fft2(W, s)).real


@style("convolve_full")
def padded_slide(dH, W):
    p = W.shape[0] - 1
    padded = np.pad(dH, ((p, p), (p, p)), mode="constant")
    return np.tensordot(sliding_window_view(padded, W.shape), W[::-1, ::-1], axes=((2, 3), (0, 1)))


@style("convolve_full")
def filter_padded_instead(dH, W):
    padded = np.pad(W, [(n - 1, n - 1) for n in dH.shape])
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, dH.shape), dH[::-1, ::-1])


@style("convolve_full")
def bounds_checked(dH, W):
    f = W.shape[0]
    n_H, n_W = dH.shape
    return [[sum(W[u, v] * dH[i - u, j - v] for u in range(f) for v in range(f)
                 if 0 <= i - u < n_H and 0 <= j - v < n_W)
             for j in range(n_W + f - 1)] for i in range(n_H + f - 1)]


@style("conv_matrix")
def laid_out(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    rows = []
    for h in range(n_H_prev - f + 1):
        for w in range(n_W_prev - f + 1):
            rows.append(np.pad(W, ((h, n_H_prev - f - h), (w, n_W_prev - f - w))).ravel())
    return rows


@style("conv_matrix")
def four_axes(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H, n_W, n_H_prev, n_W_prev))
    for h, w in np.ndindex(n_H, n_W):
        A[h, w, h:h + f, w:w + f] = W
    return A.reshape(n_H * n_W, n_H_prev * n_W_prev)


@style("conv_matrix")
def kronecker(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    return sum(weight * np.kron(np.eye(n_H, n_H_prev, u), np.eye(n_W, n_W_prev, v))
               for (u, v), weight in np.ndenumerate(W))


@style("conv_matrix")
def impulses(W, n_H_prev, n_W_prev):
    columns = [np.einsum("hwuv,uv->hw", sliding_window_view(e.reshape(n_H_prev, n_W_prev), W.shape), W).ravel()
               for e in np.eye(n_H_prev * n_W_prev)]
    return np.array(columns).T


@style("conv_matrix")
def flat_indices(W, n_H_prev, n_W_prev):
    places = sliding_window_view(np.arange(n_H_prev * n_W_prev).reshape(n_H_prev, n_W_prev), W.shape)
    places = places.reshape(-1, W.size)
    A = np.zeros((len(places), n_H_prev * n_W_prev))
    np.put_along_axis(A, places, np.broadcast_to(W.ravel(), places.shape), axis=1)
    return A


@style("conv_matrix")
def scipy_toeplitz_blocks(W, n_H_prev, n_W_prev):
    from scipy.linalg import toeplitz
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    bands = [toeplitz(np.r_[row[0], np.zeros(n_W - 1)], np.r_[row, np.zeros(n_W - 1)]) for row in W]
    blank = np.zeros((n_W, n_W_prev))
    return np.block([[bands[j - h] if 0 <= j - h < f else blank for j in range(n_H_prev)] for h in range(n_H)])

# --- The start page's warm-up ---------------------------------------------------------------------------------------


@style("warm_up")
def scalar_loops(X):
    total = 0
    for row in X:
        for x in row:
            total += x
    return total


@style("warm_up")
def builtin_sums(X):
    return sum(map(sum, X.tolist()))


@style("warm_up")
def dot_with_ones(X):
    return float(np.ones(X.shape[0]) @ X @ np.ones(X.shape[1]))
