"""Right versions of the exercises of lesson 07."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import style

# --- ReLU ------------------------------------------------------------------------------------------------------------


@style("relu_forward")
def where(X):
    return np.where(X > 0, X, 0), X


@style("relu_forward")
def times_the_mask(X):
    mask = X > 0
    return X * mask, mask


@style("relu_forward")
def half_of_the_sum(X):
    return (X + np.abs(X)) / 2, [X]


@style("relu_forward")
def scalar_loop(X):
    H = np.zeros(X.shape)
    for index, x in np.ndenumerate(X):
        if x > 0:
            H[index] = x
    return H, {"X": X}


@style("relu_forward")
def copy_and_index(X):
    H = X.astype(float)
    H[H < 0] = 0
    return [H, X.copy()]


@style("relu_forward")
def clipped(X):
    return X.clip(min=0), lambda dH: dH * (X > 0)


@style("relu_forward")
def single_precision(X):
    return np.fmax(X.astype(np.float32), np.float32(0)), X


@style("relu_forward")
def lists(X):
    def gate(x):
        return [gate(row) for row in x] if isinstance(x, list) else max(0, x)

    return gate(X.tolist()), X


@style("relu_backward")
def where(dH, cache):
    return np.where(cache > 0, dH, 0)


@style("relu_backward")
def copy_and_index(dH, cache):
    dX = dH.copy()
    dX[cache <= 0] = 0
    return dX


@style("relu_backward")
def scalar_loop(dH, cache):
    dX = np.zeros_like(dH)
    for index in np.ndindex(dH.shape):
        if cache[index] > 0:
            dX[index] = dH[index]
    return dX


@style("relu_backward")
def heaviside(dH, cache):
    return dH * np.heaviside(cache, 0)


@style("relu_backward")
def filled(dH, cache):
    dX = np.zeros(cache.shape)
    dX[cache > 0] = dH[cache > 0]
    return dX


@style("relu_backward")
def from_the_output(dH, cache):
    H = np.maximum(0, cache)
    return dH * np.sign(H)


@style("relu_backward")
def single_precision(dH, cache):
    return np.multiply(dH, cache > 0, dtype=np.float32)


@style("relu_backward")
def by_multiplication_in_place_of_a_copy(dH, cache):
    dX = 1.0 * dH
    dX *= (cache > 0).astype(dX.dtype)
    return dX


def forward_that_caches_a_mask(X):
    H = X.copy()
    mask = H <= 0
    H[mask] = 0
    return H, mask


@style("relu_backward", relu_forward=forward_that_caches_a_mask)
def mask_as_cache(dH, cache):
    dX = dH.copy()
    dX[cache] = 0
    if cache.dtype != bool:
        raise TypeError("not my cache")
    return dX


def forward_that_caches_a_closure(X):
    return np.maximum(X, 0), lambda dH: dH * (X > 0)


@style("relu_backward", relu_forward=forward_that_caches_a_closure)
def closure_as_cache(dH, cache):
    return cache(dH)


# --- Max pooling, forward --------------------------------------------------------------------------------------------


@style("maxpool_forward")
def scalar_loops(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = int((n_H_prev - f) / stride) + 1, int((n_W_prev - f) / stride) + 1
    H = np.full((N, C, n_H, n_W), -np.inf)
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    for u in range(f):
                        for v in range(f):
                            x = X[n, c, h * stride + u, w * stride + v]
                            if x > H[n, c, h, w]:
                                H[n, c, h, w] = x
    return H, (X, f, stride)


@style("maxpool_forward")
def windows_view(X, f, stride):
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.max(axis=(-2, -1)), (X, f, stride)


@style("maxpool_forward")
def strides_of_a_copy(X, f, stride):
    X = np.ascontiguousarray(X)
    N, C, n_H_prev, n_W_prev = X.shape
    a, b, c, d = X.strides
    windows = as_strided(X, (N, C, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, f, f),
                         (a, b, stride * c, stride * d, c, d))
    return np.amax(windows, axis=(4, 5)), {"X": X, "f": f, "stride": stride}


@style("maxpool_forward")
def over_taps(X, f, stride):
    n_H, n_W = (X.shape[2] - f) // stride + 1, (X.shape[3] - f) // stride + 1
    H = None
    for u in range(f):
        for v in range(f):
            tap = X[:, :, u:u + stride * (n_H - 1) + 1:stride, v:v + stride * (n_W - 1) + 1:stride]
            H = tap.copy() if H is None else np.maximum(H, tap)
    return H, (X, f, stride, H)


@style("maxpool_forward")
def tiles_where_they_fit(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    if f == stride:
        n_H, n_W = n_H_prev // f, n_W_prev // f
        tiles = X[:, :, :n_H * f, :n_W * f].reshape(N, C, n_H, f, n_W, f)
        return tiles.max(axis=3).max(axis=4), (X, f, stride)
    H = [[[[X[n, c, h:h + f, w:w + f].max() for w in range(0, n_W_prev - f + 1, stride)]
           for h in range(0, n_H_prev - f + 1, stride)] for c in range(C)] for n in range(N)]
    return np.array(H), (X, f, stride)


@style("maxpool_forward")
def columns(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = 1 + (n_H_prev - f) // stride, 1 + (n_W_prev - f) // stride
    flat = X.reshape(N * C, 1, n_H_prev, n_W_prev)
    cols = np.stack([flat[:, :, h * stride:h * stride + f, w * stride:w * stride + f].reshape(N * C, -1)
                     for h in range(n_H) for w in range(n_W)], axis=2)
    return cols.max(axis=1).reshape(N, C, n_H, n_W), (X, f, stride, cols.argmax(axis=1))


@style("maxpool_forward")
def rows_then_columns(X, f, stride):
    high = sliding_window_view(X, f, axis=2).max(axis=-1)[:, :, ::stride]
    return sliding_window_view(high, f, axis=3).max(axis=-1)[:, :, :, ::stride], (X, f, stride)


@style("maxpool_forward")
def take_along_axis(X, f, stride):
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    windows = windows.reshape(*windows.shape[:4], f * f)
    first = windows.argmax(axis=-1)[..., None]
    return np.take_along_axis(windows, first, axis=-1)[..., 0], (X, f, stride)


@style("maxpool_forward")
def single_precision(X: np.ndarray, f: int, stride: int, *, verbose: bool = False) -> tuple:
    H = np.zeros((X.shape[0], X.shape[1], (X.shape[2] - f) // stride + 1, (X.shape[3] - f) // stride + 1), np.float32)
    for h, w in np.ndindex(H.shape[2:]):
        H[..., h, w] = np.max(X[..., h * stride:h * stride + f, w * stride:w * stride + f], axis=(-1, -2))
    return H, (X, f, stride)


@style("maxpool_forward")
def scipy_ndimage(X, f, stride):
    from scipy.ndimage import maximum_filter
    high = maximum_filter(X, size=(1, 1, f, f), origin=(0, 0, -(f // 2), -(f // 2)), mode="nearest")
    return high[:, :, :X.shape[2] - f + 1:stride, :X.shape[3] - f + 1:stride], (X, f, stride)


# --- Max pooling, backward -------------------------------------------------------------------------------------------


@style("maxpool_backward")
def scalar_loops(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    N, C, n_H, n_W = dH.shape
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    best, i, j = -np.inf, None, None
                    for u in range(h * stride, h * stride + f):
                        for v in range(w * stride, w * stride + f):
                            if X[n, c, u, v] > best:
                                best, i, j = X[n, c, u, v], u, v
                    dX[n, c, i, j] += dH[n, c, h, w]
    return dX


@style("maxpool_backward")
def unravel_index(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        window = np.s_[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
        dX[window][np.unravel_index(X[window].argmax(), (f, f))] += dH[n, c, h, w]
    return dX


@style("maxpool_backward")
def add_at(dH, cache):
    X, f, stride = cache
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    u, v = np.divmod(windows.reshape(*dH.shape, f * f).argmax(axis=-1), f)
    n, c, h, w = np.indices(dH.shape)
    dX = np.zeros(X.shape)
    np.add.at(dX, (n, c, h * stride + u, w * stride + v), dH)
    return dX


@style("maxpool_backward")
def bincount(dH, cache):
    X, f, stride = cache
    place = np.arange(X.size).reshape(X.shape)
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    places = sliding_window_view(place, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    winners = np.take_along_axis(places, windows.argmax(axis=-1)[..., None], axis=-1)
    return np.bincount(winners.ravel(), dH.ravel(), X.size).reshape(X.shape)


@style("maxpool_backward")
def put_along_axis(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    N, C, n_H, n_W = dH.shape
    for h in range(n_H):
        for w in range(n_W):
            rows, cols = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
            window = X[:, :, rows, cols].reshape(N, C, f * f)
            share = np.zeros(window.shape)
            np.put_along_axis(share, window.argmax(axis=2)[..., None], dH[:, :, h, w, None], axis=2)
            dX[:, :, rows, cols] += share.reshape(N, C, f, f)
    return dX


@style("maxpool_backward")
def first_of_the_mask(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        window = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
        mask = (window == window.max()).ravel()
        first = (mask & (np.cumsum(mask) == 1)).reshape(f, f)
        dX[n, c, h * stride:h * stride + f, w * stride:w * stride + f] += np.where(first, dH[n, c, h, w], 0)
    return dX


@style("maxpool_backward")
def over_taps(dH, cache):
    X, f, stride = cache
    n_H, n_W = dH.shape[2:]
    dX, taken = np.zeros(X.shape), np.zeros(dH.shape, bool)
    high = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    for u in range(f):
        for v in range(f):
            tap = np.s_[:, :, u:u + stride * (n_H - 1) + 1:stride, v:v + stride * (n_W - 1) + 1:stride]
            wins = (X[tap] == high) & ~taken
            dX[tap] += wins * dH
            taken |= wins
    return dX


@style("maxpool_backward")
def one_hot_einsum(dH, cache):
    X, f, stride = cache
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    one_hot = np.eye(f * f)[windows.argmax(axis=-1)].reshape(*dH.shape, f, f)
    shares = np.einsum("nchwuv,nchw->nchwuv", one_hot, dH)
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        dX[:, :, h * stride:h * stride + f, w * stride:w * stride + f] += shares[:, :, h, w]
    return dX


@style("maxpool_backward")
def writeable_windows(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    windows = sliding_window_view(X, (f, f), axis=(2, 3))
    shares = sliding_window_view(dX, (f, f), axis=(2, 3), writeable=True)
    for n, c, h, w in np.ndindex(dH.shape):
        u, v = divmod(int(windows[n, c, h * stride, w * stride].argmax()), f)
        shares[n, c, h * stride, w * stride, u, v] += dH[n, c, h, w]
    return dX


@style("maxpool_backward")
def gather(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape).tolist()
    for n, c, i, j in np.ndindex(X.shape):
        for h, w in np.ndindex(dH.shape[2:]):
            u, v = i - h * stride, j - w * stride
            if 0 <= u < f and 0 <= v < f:
                window = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
                if np.argmax(window) == u * f + v:
                    dX[n][c][i][j] += dH[n, c, h, w]
    return dX


@style("maxpool_backward")
def single_precision(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape, dtype=np.float32)
    for h, w in np.ndindex(dH.shape[2:]):
        for n, c in np.ndindex(dH.shape[:2]):
            window = X[n, c, h * stride:, w * stride:][:f, :f]
            u, v = np.argwhere(window == window.max())[0]
            dX[n, c, h * stride + u, w * stride + v] += np.float32(dH[n, c, h, w])
    return dX


@style("maxpool_backward")
def tiles_where_they_fit(dH, cache):
    X, f, stride = cache
    N, C, n_H, n_W = dH.shape
    if f != stride:
        dX = np.zeros(X.shape)
        for n, c, h, w in np.ndindex(dH.shape):
            k = np.argmax(X[n, c, h * stride:h * stride + f, w * stride:w * stride + f])
            dX[n, c, h * stride + k // f, w * stride + k % f] += dH[n, c, h, w]
        return dX
    tiles = X[:, :, :n_H * f, :n_W * f].reshape(N, C, n_H, f, n_W, f).swapaxes(3, 4).reshape(N, C, n_H, n_W, f * f)
    first = np.arange(f * f) == tiles.argmax(axis=-1)[..., None]
    back = (first * dH[..., None]).reshape(N, C, n_H, n_W, f, f).swapaxes(3, 4).reshape(N, C, n_H * f, n_W * f)
    return np.pad(back, ((0, 0), (0, 0), (0, X.shape[2] - n_H * f), (0, X.shape[3] - n_W * f)))


def forward_that_caches_the_winners(X, f, stride):
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    winners = windows.reshape(*windows.shape[:4], f * f).argmax(axis=-1)
    return windows.max(axis=(4, 5)), {"winners": winners, "shape": X.shape, "f": f, "stride": stride}


@style("maxpool_backward", maxpool_forward=forward_that_caches_the_winners)
def winners_as_cache(dH, cache):
    dX, f, stride = np.zeros(cache["shape"]), cache["f"], cache["stride"]
    for (n, c, h, w), first in np.ndenumerate(cache["winners"]):
        dX[n, c, h * stride + first // f, w * stride + first % f] += dH[n, c, h, w]
    return dX


class Pool:
    def __init__(self, X, f, stride):
        self.X, self.f, self.stride = X, f, stride

    def back(self, dH):
        f, stride, dX = self.f, self.stride, np.zeros(self.X.shape)
        for n, c, h, w in np.ndindex(dH.shape):
            u, v = divmod(self.X[n, c, h * stride:h * stride + f, w * stride:w * stride + f].argmax(), f)
            dX[n, c, h * stride + u, w * stride + v] += dH[n, c, h, w]
        return dX


def forward_that_caches_an_object(X, f, stride):
    H = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    return H, Pool(X, f, stride)


@style("maxpool_backward", Pool=Pool, maxpool_forward=forward_that_caches_an_object)
def object_as_cache(dH, cache):
    return cache.back(dH)


# --- Flatten ---------------------------------------------------------------------------------------------------------


@style("flatten_forward")
def product_of_the_sides(X):
    return X.reshape(X.shape[0], int(np.prod(X.shape[1:]))), X.shape


@style("flatten_forward")
def row_by_row(X):
    return np.array([x.flatten() for x in X]), X.shape


@style("flatten_forward")
def stacked_lists(X):
    return [list(x.flat) for x in X], {"shape": X.shape}


@style("flatten_forward")
def loops(X):
    N, C, n_H, n_W = X.shape
    H = np.zeros((N, C * n_H * n_W))
    for n, c, h, w in np.ndindex(X.shape):
        H[n, (c * n_H + h) * n_W + w] = X[n, c, h, w]
    return H, X.shape


@style("flatten_forward")
def einops_like(X):
    H = np.concatenate([np.concatenate([X[:, c, h] for h in range(X.shape[2])], axis=1) for c in range(X.shape[1])], 1)
    return H, X


@style("flatten_backward")
def unpacked(dH, cache):
    return np.reshape(dH, (dH.shape[0], *cache[1:]))


@style("flatten_backward")
def filled(dH, cache):
    dX = np.empty(cache)
    dX.reshape(len(dH), -1)[...] = dH
    return dX


@style("flatten_backward")
def row_by_row(dH, cache):
    return np.stack([row.reshape(cache[1:]) for row in dH])


@style("flatten_backward")
def on_a_copy(dH, cache):
    dX = dH.copy()
    dX.shape = tuple(cache)
    return dX


def forward_that_caches_X(X):
    return X.reshape(len(X), -1), X


@style("flatten_backward", flatten_forward=forward_that_caches_X)
def input_as_cache(dH, cache):
    return dH.reshape(cache.shape)


# --- Linear ----------------------------------------------------------------------------------------------------------


@style("linear_forward")
def dot(X, W, b):
    return np.dot(X, W) + b.reshape(1, -1), (X, W)


@style("linear_forward")
def einsum(X, W, b):
    return np.einsum("ni,io->no", X, W) + b[None], (X, W, b)


@style("linear_forward")
def scalar_loops(X, W, b):
    H = np.zeros((len(X), len(b)))
    for n in range(len(X)):
        for k in range(len(b)):
            H[n, k] = b[k]
            for i in range(len(W)):
                H[n, k] += X[n, i] * W[i, k]
    return H, (X, W, b)


@style("linear_forward")
def bias_as_weight(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b]), (X, W, b)


@style("linear_forward")
def transposed_and_back(X, W, b):
    return (W.T @ X.T + b[:, None]).T, [X, W, b]


@style("linear_forward")
def sample_by_sample(X, W, b):
    return [x @ W + b for x in X], {"X": X, "W": W}


@style("linear_forward")
def single_precision(X, W, b):
    return np.tensordot(X, W.astype(np.float32), axes=1).astype(np.float32) + b, (X, W, b)


@style("linear_backward")
def dots(dH, cache):
    X, W, _ = cache
    return dH.dot(W.T), X.T.dot(dH), np.ones(len(dH)) @ dH


@style("linear_backward")
def einsum(dH, cache):
    X, W, b = cache
    return np.einsum("no,io->ni", dH, W), np.einsum("ni,no->io", X, dH), np.einsum("no->o", dH)


@style("linear_backward")
def scalar_loops(dH, cache):
    X, W, b = cache
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(b.shape)
    for n in range(X.shape[0]):
        for k in range(W.shape[1]):
            db[k] += dH[n, k]
            for i in range(W.shape[0]):
                dX[n, i] += dH[n, k] * W[i, k]
                dW[i, k] += dH[n, k] * X[n, i]
    return dX, dW, db


@style("linear_backward")
def outer_products(dH, cache):
    X, W, b = cache
    return [[W @ g for g in dH], sum(np.outer(x, g) for x, g in zip(X, dH, strict=True)), sum(dH)]


@style("linear_backward")
def transposed(dH, cache):
    X, W, b = cache
    return (W @ dH.T).T, (dH.T @ X).T, np.sum(dH, 0).reshape(b.shape)


@style("linear_backward")
def bias_as_weight(dH, cache):
    X, W, b = cache
    both = np.hstack([X, np.ones((len(X), 1))]).T @ dH
    return np.tensordot(dH, W, axes=(1, 1)), both[:-1], both[-1]


@style("linear_backward")
def single_precision(dH, cache):
    X, W, b = (a.astype(np.float32) for a in cache)
    dH = dH.astype(np.float32)
    return dH @ W.T, X.T @ dH, dH.sum(axis=0)


@style("linear_backward")
def adjoint_by_impulses(dH, cache):
    X, W, b = cache
    dX = [np.sum(e.reshape(X.shape) @ W * dH) for e in np.eye(X.size)]
    dW = [np.sum(X @ e.reshape(W.shape) * dH) for e in np.eye(W.size)]
    return np.reshape(dX, X.shape), np.reshape(dW, W.shape), np.add.reduce(dH)


def forward_that_caches_its_way_back(X, W, b):
    return X @ W + b, lambda dH: (dH @ W.T, X.T @ dH, dH.sum(axis=0))


@style("linear_backward", linear_forward=forward_that_caches_its_way_back)
def closure_as_cache(dH, cache):
    return cache(dH)


def forward_that_caches_a_pair(X, W, b):
    return X @ W + b, (X, W)


@style("linear_backward", linear_forward=forward_that_caches_a_pair)
def pair_as_cache(dH, cache):
    X, W = cache
    return dH @ W.T, X.T @ dH, dH.sum(axis=0)


# --- Softmax with cross-entropy --------------------------------------------------------------------------------------


@style("softmax_cross_entropy")
def log_sum_exp(logits, y):
    N = logits.shape[0]
    high = logits.max(axis=1, keepdims=True)
    log_sum = high + np.log(np.exp(logits - high).sum(axis=1, keepdims=True))
    loss = np.mean(log_sum[:, 0] - logits[np.arange(N), y])
    dlogits = np.exp(logits - log_sum)
    dlogits[range(N), y] -= 1
    return loss, dlogits / N


@style("softmax_cross_entropy")
def one_hot_matrix(logits, y):
    N, n_classes = logits.shape
    Y = np.eye(n_classes)[y]
    z = logits - np.max(logits, axis=1)[:, None]
    e = np.exp(z)
    total = e.sum(1)[:, None]
    loss = -np.sum(Y * (z - np.log(total))) / N
    return loss, (e / total - Y) / N


@style("softmax_cross_entropy")
def scalar_loops(logits, y):
    N, n_classes = logits.shape
    loss, dlogits = 0.0, np.zeros((N, n_classes))
    for n in range(N):
        high = max(logits[n])
        total = 0.0
        for k in range(n_classes):
            total += np.exp(logits[n, k] - high)
        loss += -(logits[n, y[n]] - high - np.log(total)) / N
        for k in range(n_classes):
            dlogits[n, k] = (np.exp(logits[n, k] - high) / total - (k == y[n])) / N
    return loss, dlogits


@style("softmax_cross_entropy")
def scipy_logsumexp(logits, y):
    from scipy.special import logsumexp
    log_p = logits - logsumexp(logits, axis=1, keepdims=True)
    d = np.exp(log_p)
    d[np.arange(len(y)), y] -= 1
    return float(-log_p[np.arange(len(y)), y].mean()), d / len(y)


@style("softmax_cross_entropy")
def scipy_log_softmax(logits, y):
    from scipy.special import log_softmax, softmax
    one_hot = (np.arange(logits.shape[1]) == y[:, None]).astype(float)
    return -(one_hot * log_softmax(logits, axis=1)).sum(axis=1).mean(), (softmax(logits, axis=1) - one_hot) / len(y)


@style("softmax_cross_entropy")
def logaddexp(logits, y):
    log_p = logits - np.logaddexp.reduce(logits.astype(float), axis=1, keepdims=True)
    picked = np.take_along_axis(log_p, y[:, None].astype(int), axis=1)
    dlogits = np.exp(log_p)
    np.subtract.at(dlogits, (np.arange(len(y)), y), 1)
    return -picked.mean(), dlogits / len(dlogits)


@style("softmax_cross_entropy")
def differences_of_scores(logits, y):
    N = len(y)
    right = logits[np.arange(N), y].astype(float)
    apart = logits - right[:, None]
    high = apart.max(axis=1)
    losses = high + np.log(np.exp(apart - high[:, None]).sum(axis=1))
    p = np.exp(apart - losses[:, None])
    p[np.arange(N), y] -= 1
    return losses.sum() / N, p / N


@style("softmax_cross_entropy")
def chain_rule_in_full(logits, y):
    losses, rows = [], []
    for z, label in zip(logits.astype(float), y, strict=True):
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        losses.append(np.log(np.exp(z).sum()) - z[label])
        # Through the log of the sum: each score's exponential over the sum; through the score itself: minus one.
        rows.append([p[k] - (1.0 if k == label else 0.0) for k in range(len(z))])
    return [np.mean(losses), np.array(rows) / len(y)]


@style("softmax_cross_entropy")
def single_precision(logits, y):
    z = logits.astype(np.float32)
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    d = e / total
    d[rows, y] -= 1
    return (np.log(total[:, 0]) - z[rows, y]).mean(), d / np.float32(len(y))


@style("softmax_cross_entropy")
def works_on_copies(logits, y):
    logits, y = logits.astype(float), np.array(y, dtype=int)
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss = 0
    for n in range(len(y)):
        loss -= logits[n, y[n]]
    np.exp(logits, out=logits)
    logits[(*np.indices(y.shape), y)] -= 1
    logits /= len(y)
    return np.array(loss / len(y)), logits


@style("softmax_cross_entropy")
def flat_index(logits, y):
    N, n_classes = logits.shape
    places = np.ravel_multi_index((np.arange(N), y.astype(int)), (N, n_classes))
    log_p = logits - logits.max(axis=1).reshape(N, 1)
    log_p = log_p - np.log(np.einsum("nk->n", np.exp(log_p))).reshape(N, 1)
    d = np.exp(log_p).ravel()
    d[places] -= 1
    return -log_p.ravel()[places].sum() / N, d.reshape(N, n_classes) / N


@style("softmax_cross_entropy")
def typed_with_options(logits: np.ndarray, y: np.ndarray, *, reduction: str = "mean") -> tuple[float, np.ndarray]:
    def log_softmax(z: np.ndarray) -> np.ndarray:
        z = z - z.max()
        return z - np.log(np.exp(z).sum())

    log_p = np.apply_along_axis(log_softmax, 1, logits.astype(float))
    print("probabilities", np.exp(log_p))
    loss = -np.diag(log_p[:, y]).mean()
    gradient = np.exp(log_p) - np.equal.outer(y, np.arange(logits.shape[1]))
    return float(loss), gradient / y.size
