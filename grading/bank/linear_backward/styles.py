"""Correct versions of linear_backward, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("linear_backward")


@STYLES.version()
def dots(dH, cache):
    X, W, _ = cache
    return dH.dot(W.T), X.T.dot(dH), np.ones(len(dH)) @ dH


@STYLES.version()
def einsum(dH, cache):
    X, W, b = cache
    return np.einsum("no,io->ni", dH, W), np.einsum("ni,no->io", X, dH), np.einsum("no->o", dH)


@STYLES.version()
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


@STYLES.version()
def outer_products(dH, cache):
    X, W, b = cache
    return [[W @ g for g in dH], sum(np.outer(x, g) for x, g in zip(X, dH, strict=True)), sum(dH)]


@STYLES.version()
def transposed(dH, cache):
    X, W, b = cache
    return (W @ dH.T).T, (dH.T @ X).T, np.sum(dH, 0).reshape(b.shape)


@STYLES.version()
def bias_as_weight(dH, cache):
    X, W, b = cache
    both = np.hstack([X, np.ones((len(X), 1))]).T @ dH
    return np.tensordot(dH, W, axes=(1, 1)), both[:-1], both[-1]


@STYLES.version()
def single_precision(dH, cache):
    X, W, b = (a.astype(np.float32) for a in cache)
    dH = dH.astype(np.float32)
    return dH @ W.T, X.T @ dH, dH.sum(axis=0)


@STYLES.version()
def adjoint_by_impulses(dH, cache):
    X, W, b = cache
    dX = [np.sum(e.reshape(X.shape) @ W * dH) for e in np.eye(X.size)]
    dW = [np.sum(X @ e.reshape(W.shape) * dH) for e in np.eye(W.size)]
    return np.reshape(dX, X.shape), np.reshape(dW, W.shape), np.add.reduce(dH)


def forward_that_caches_its_way_back(X, W, b):
    return X @ W + b, lambda dH: (dH @ W.T, X.T @ dH, dH.sum(axis=0))


@STYLES.version(linear_forward=forward_that_caches_its_way_back)
def closure_as_cache(dH, cache):
    return cache(dH)


def forward_that_caches_a_pair(X, W, b):
    return X @ W + b, (X, W)


@STYLES.version(linear_forward=forward_that_caches_a_pair)
def pair_as_cache(dH, cache):
    X, W = cache
    return dH @ W.T, X.T @ dH, dH.sum(axis=0)
