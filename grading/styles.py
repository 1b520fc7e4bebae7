"""Right versions in the styles that students really use: each must get full marks."""

import numpy as np

from grading.bank import style


@style("conv_forward")
def einsum(X, W):
    f = W.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(X, (f, f))
    return np.einsum("hwuv,uv->hw", windows, W), (X, W)
