"""The explorer of the way back: a layer in which every number shows the sum that makes it."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from convlib import shapes
from convlib.lab.figures import embed
from convlib.lab.figures.display import Picture, keeps_interactive, live
from convlib.lab.figures.lesson_01 import arrays
from convlib.lab.figures.theme import HUES

if TYPE_CHECKING:
    from anywidget import AnyWidget

LARGEST = 9  # rows and columns of X: more do not fit side by side


class Explorer:
    """A layer to explore; see ``explorer``."""

    def __init__(self, given: dict[str, np.ndarray], stride: int, pad: int) -> None:
        self.given = given
        self.data: dict[str, Any] = {name: array.tolist() for name, array in given.items()}
        self.data |= {"stride": stride, "pad": pad, "lines": {name: hue.line for name, hue in HUES.items()}}

    def __repr__(self) -> str:
        return self.picture().alt

    def picture(self) -> Picture:
        """Return the arrays that it begins with."""
        return arrays(**self.given)

    def html(self) -> str:
        """Return the explorer as HTML that needs no kernel."""
        return embed.html(**self._embedded())

    def _embedded(self) -> dict[str, Any]:
        return {"name": "explorer", "data": self.data, "picture": self.picture().html("webp")}

    def widget(self) -> "AnyWidget":
        """Return the explorer as a widget: its traits ``X``, ``W``, ``dH``, ``stride`` and ``pad`` follow the reader.

        It requires the anywidget package and, unlike the explorer itself, a running kernel.
        """
        try:
            import anywidget
            import traitlets
        except ImportError as reason:
            raise ImportError("The widget requires the anywidget package: pip install anywidget.") from reason

        class Widget(anywidget.AnyWidget):
            _esm = embed.module("explorer")
            X: Any = traitlets.List().tag(sync=True)
            W: Any = traitlets.List().tag(sync=True)
            dH: Any = traitlets.List().tag(sync=True)
            stride: Any = traitlets.Int().tag(sync=True)
            pad: Any = traitlets.Int().tag(sync=True)
            lines: Any = traitlets.Dict().tag(sync=True)

        return Widget(**self.data)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        picture = self.picture()
        if live():
            return {"text/html": self.html(), "text/plain": picture.alt}
        data, metadata = picture._repr_mimebundle_()
        if keeps_interactive():
            metadata[embed.METADATA] = self._embedded()
        return data, metadata


def explorer(X: ArrayLike, W: ArrayLike, dH: ArrayLike | None = None, stride: int = 1, pad: int = 0) -> Explorer:
    """Show a layer in which the reader points at a number to see the sum that makes it, and changes any input.

    Parameters
    ----------
    X : array_like, shape (n_H_prev, n_W_prev)
        The input, of at most 9 rows and columns.
    W : array_like, shape (f_H, f_W)
        The filter.
    dH : array_like, shape (n_H, n_W), optional
        Gradient of the loss with respect to the output. Without it, only the forward pass is shown.
    stride, pad : int
        As in the layer.

    Returns
    -------
    Explorer
    """
    shapes.require_conv(X, W, stride, pad, dH)
    given = {name: np.asarray(values) for name, values in {"X": X, "W": W, "dH": dH}.items() if values is not None}
    for name, array in given.items():
        if not np.isfinite(array).all():
            raise ValueError(f"The explorer shows finite numbers, but {name} holds nan or infinity.")
    if max(given["X"].shape) > LARGEST:
        raise ValueError(f"The explorer shows at most {LARGEST} rows and columns of X, whose shape is {np.shape(X)}.")
    return Explorer(given, int(stride), int(pad))
