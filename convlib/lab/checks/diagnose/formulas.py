"""The index formulas of the linear and bilinear exercises, as the lessons write them.

``X[h*s+u-p, w*s+v-p] * W[u, v] -> H[h, w]`` reads: for all h, w, u, v, add this product to H[h, w]. s is the stride, p
the padding; what lies outside X counts as zero, and what would go outside the result is dropped. ``-i`` counts from
the end. Terms that are added have a line each.
"""

Parts = dict[str, tuple[str, ...]]

FORWARD = "X[h+u, w+v] * W[u, v] -> H[h, w]"
TO_INPUT = "W[u, v] * dH[h, w] -> dX[h+u, w+v]"
TO_WEIGHTS = "X[h+u, w+v] * dH[h, w] -> dW[u, v]"
BACKWARD: Parts = {"dX": (TO_INPUT,), "dW": (TO_WEIGHTS,)}
LAYER: Parts = {"H": ("X[n, c, h*s+u-p, w*s+v-p] * W[k, c, u, v] -> H[n, k, h, w]", "b[k] -> H[n, k, h, w]")}
LAYER_BACKWARD: Parts = {
    "dX": ("W[k, c, u, v] * dH[n, k, h, w] -> dX[n, c, h*s+u-p, w*s+v-p]",),
    "dW": ("X[n, c, h*s+u-p, w*s+v-p] * dH[n, k, h, w] -> dW[k, c, u, v]",),
    "db": ("dH[n, k, h, w] -> db[k]",),
}
FORMULAS: dict[str, Parts] = {
    "conv_single_step": {"h": ("W[u, v] * x_slice[u, v] -> h[]",)},
    "conv_forward": {"H": (FORWARD,)},
    "conv_backward": BACKWARD,
    "conv_backward_repaired": BACKWARD,
    "conv_backward_by_convolution": BACKWARD,
    "correlate_valid": {"out": ("X[h+u, w+v] * K[u, v] -> out[h, w]",)},
    "rot180": {"rotated": ("K[i, j] -> rotated[-i, -j]",)},
    "convolve_full": {"dX": (TO_INPUT,)},
    "conv_matrix": {"A": ("W[u, v] -> A[h, w, h+u, w+v]",)},
    "pad2d": {"padded": ("X[i, j] -> padded[i+p, j+p]",)},
    "unpad2d": {"inside": ("X[i+p, j+p] -> inside[i, j]",)},
    "dilate2d": {"dilated": ("dH[h, w] -> dilated[h*s, w*s]",)},
    "conv_forward_strided": {"H": ("X[h*s+u-p, w*s+v-p] * W[u, v] -> H[h, w]",)},
    "conv_backward_strided": {
        "dX": ("W[u, v] * dH[h, w] -> dX[h*s+u-p, w*s+v-p]",),
        "dW": ("X[h*s+u-p, w*s+v-p] * dH[h, w] -> dW[u, v]",),
    },
    "conv2d_forward": LAYER,
    "conv2d_forward_im2col": LAYER,
    "conv2d_backward": LAYER_BACKWARD,
    "conv2d_backward_im2col": LAYER_BACKWARD,
    "im2col": {"cols": ("X[n, c, h*s+u-p, w*s+v-p] -> cols[n, c, u, v, h, w]",)},
    "col2im": {"X": ("cols[n, c, u, v, h, w] -> X[n, c, h*s+u-p, w*s+v-p]",)},
    "linear_forward": {"H": ("X[n, a] * W[a, b] -> H[n, b]", "b[b] -> H[n, b]")},
    "linear_backward": {
        "dX": ("dH[n, b] * W[a, b] -> dX[n, a]",),
        "dW": ("X[n, a] * dH[n, b] -> dW[a, b]",),
        "db": ("dH[n, b] -> db[b]",),
    },
}
