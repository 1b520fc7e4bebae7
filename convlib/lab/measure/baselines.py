"""The layers that lessons 6 and 9 time: the student's own, one from a module, and PyTorch's."""

import json
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from convlib import shapes
from convlib.lab.checks.calling import problem_of

NOTEBOOK = "../06_vectorize/06_vectorize.ipynb"
Layer = tuple[Callable, Callable]  # forward, backward
NAMES = "im2col", "col2im", "conv2d_forward_im2col", "conv2d_backward_im2col"


def own_layer(path: str | os.PathLike[str] = NOTEBOOK) -> tuple[Layer | None, str]:
    """Load the layer that a student wrote in lesson 6 from its notebook.

    Parameters
    ----------
    path : path_like
        The notebook. Only its cells with the ids of the four exercises are run.

    Returns
    -------
    pair : tuple of callable, or None
        (conv2d_forward_im2col, conv2d_backward_im2col), or None if they are missing or do not run.
    words : str
        One sentence that says what was found.
    """
    if not Path(path).is_file():
        return None, f"There is no notebook {path}: the given layer is used instead."
    space: dict[str, Any] = {
        "np": np,
        "as_strided": as_strided,
        "sliding_window_view": sliding_window_view,
        "shapes": shapes,
    }
    try:
        cells = {
            cell.get("id"): "".join(cell["source"])
            for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
        }
        for name in NAMES:
            exec(cells.get(name, ""), space)
        pair = space["conv2d_forward_im2col"], space["conv2d_backward_im2col"]
        _try_out(*pair)
    except NotImplementedError:
        return None, "Your layer in lesson 6 is not written yet: the given one is used instead."
    except Exception as error:
        problem = problem_of(error).rstrip(".")
        return None, f"Your layer in lesson 6 cannot run here: {problem}. The given one is used instead."
    return pair, "Your own layer from lesson 6 is included."


def _try_out(forward: Callable, backward: Callable) -> None:
    H, cache = forward(np.ones((2, 3, 4, 5)), np.ones((4, 3, 2, 3)), np.ones(4), 1, 1)
    backward(np.ones(H.shape), cache)


def layer_in(module: str) -> Layer | None:
    """Load the layer from a module.

    Parameters
    ----------
    module : str
        The module's name, such as "convlib.conv.fast". It need not exist.

    Returns
    -------
    tuple of callable, or None
        Such as (conv2d_forward_fast, conv2d_backward_fast), each ending in the module's own name.
    """
    try:
        found = import_module(module)
    except ImportError:
        return None
    name = module.rpartition(".")[2]
    return getattr(found, f"conv2d_forward_{name}"), getattr(found, f"conv2d_backward_{name}")


def pytorch_layer() -> Layer | None:
    """Return PyTorch's layer with the course's signatures, on one thread; None if PyTorch is not installed.

    Returns
    -------
    pair : tuple of callable, or None
        ``forward(X, W, b, stride=1, pad=0) -> (H, cache)`` and ``backward(dH, cache) -> (dX, dW, db)``, for arrays in
        the layouts of ``conv2d_forward``.
    """
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)

    def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0) -> tuple[np.ndarray, Any]:
        x, w, bias = inputs = [torch.from_numpy(array).requires_grad_() for array in (X, W, b)]
        H = torch.nn.functional.conv2d(x, w, bias, stride=stride, padding=pad)
        return H.detach().numpy(), (H, inputs)

    def backward(dH: np.ndarray, cache: Any) -> tuple[np.ndarray, ...]:
        H, inputs = cache
        return tuple(gradient.numpy() for gradient in torch.autograd.grad(H, inputs, torch.from_numpy(dH)))

    return forward, backward
