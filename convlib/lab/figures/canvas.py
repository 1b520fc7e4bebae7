"""A sheet of paper to draw labelled grids on.

Lengths are logical pixels, with y pointing down; a picture is stored at twice that resolution.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from convlib.lab.figures.theme import (
    DASHES,
    DPI,
    FAINT,
    FONT,
    GREY,
    INK,
    hue,
    is_gradient,
    number,
    own_settings,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
# A cell of a table is a text, (text, colour) or (text, colour, bold).
Cell = str | tuple[str, str] | tuple[str, str, bool]
Row = Sequence[Cell]


@dataclass
class Panel:
    """An array to be drawn as a grid: its values, its name above, a note below.

    Parameters
    ----------
    values : array_like, shape (n,) or (n_rows, n_cols)
        Numbers, texts, or None for an empty cell.
    name : str
        The title above the grid.
    like : str, optional
        The name whose colour and border to use, if not ``name``.
    note : str
        A small line below.
    muted : ndarray of bool, optional
        Cells to de-emphasize: white, with a grey number.
    hatched : bool
        Whether muted cells are hatched too.
    ticks : bool
        Whether to number rows and columns.
    """

    values: Any
    name: str = ""
    like: str | None = None
    note: str = ""
    muted: np.ndarray | None = None
    hatched: bool = True
    ticks: bool = False

    def __post_init__(self) -> None:
        self.values = np.atleast_2d(np.asarray(self.values, dtype=object))

    def width(self, cell: float) -> float:
        """Width of the drawn panel at this cell size."""
        grid = self.values.shape[1] * cell + (28 if self.ticks else 0)
        return max(grid, text_width(self.name, 15, True), text_width(self.note, 12))

    def head(self) -> int:
        """Height of what is above the cells."""
        return (24 if self.name else 0) + (16 if self.ticks else 0)

    def height(self, cell: float) -> float:
        """Height of the drawn panel at this cell size."""
        return self.head() + self.values.shape[0] * cell + (22 if self.note else 2)


@dataclass
class Grid:
    """Where the cells of a drawn array are."""

    x: float
    y: float
    cell: float
    shape: tuple[int, int]

    def box(self, i: int, j: int, rows: int = 1, cols: int = 1) -> tuple[float, float, float, float]:
        """(x, y, width, height) of the cells starting at row i, column j."""
        c = self.cell
        return self.x + j * c, self.y + i * c, cols * c, rows * c

    def center(self, i: float, j: float) -> Point:
        """The middle of a cell."""
        return self.x + (j + 0.5) * self.cell, self.y + (i + 0.5) * self.cell

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.shape[1] * self.cell

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.shape[0] * self.cell


def row_size(items: Sequence[Panel | str], cell: float, gap: float = 14) -> tuple[float, float]:
    """(width, height) that ``Sheet.row`` will need."""
    widths = [text_width(item, 18) if isinstance(item, str) else item.width(cell) for item in items]
    panels = [item for item in items if isinstance(item, Panel)]
    above = max(p.head() + p.values.shape[0] * cell / 2 for p in panels)
    below = max(p.height(cell) - p.head() - p.values.shape[0] * cell / 2 for p in panels)
    return sum(widths) + gap * (len(items) - 1), above + below


def table_size(rows: Sequence[Row], size: float = 15, gap: float = 5, leading: float = 1.5) -> tuple[float, float]:
    """(width, height) that ``Sheet.table`` will need."""
    widths = _column_widths(rows, size)
    return sum(widths) + gap * (len(widths) - 1), len(rows) * size * leading


def _column_widths(rows: Sequence[Row], size: float) -> list[float]:
    widths = [0.0] * max(len(row) for row in rows)
    for row in rows:
        for k, cell in enumerate(row):
            text, _, bold = _styled(cell)
            widths[k] = max(widths[k], text_width(text, size, bold))
    return widths


def _styled(cell: Cell) -> tuple[str, str, bool]:
    """(text, colour, bold) of a table's cell, which may be only a text or (text, colour)."""
    if isinstance(cell, str):
        return cell, INK, False
    return cell if len(cell) == 3 else (*cell, False)


class Sheet:
    """A white sheet sized in logical pixels, and the few shapes that the figures are made of.

    Parameters
    ----------
    width, height : float
        Rounded up to whole pixels.

    Attributes
    ----------
    smallest_text : float
        The smallest font size that was drawn, in logical pixels.
    """

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = int(np.ceil(width)), int(np.ceil(height))
        self._x, self._y, self._scale = 0.0, 0.0, 1.0
        self._root, self.smallest_text = self, np.inf
        with own_settings():
            self.figure = Figure((self.width / DPI, self.height / DPI), dpi=2 * DPI, facecolor="white")
            self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self._axes.axis("off")

    def part(self, x: float, y: float, scale: float = 1.0) -> "Sheet":
        """Another sheet on top of this one, with its corner at (x, y), drawn at another scale."""
        part = object.__new__(Sheet)
        part.__dict__.update(self.__dict__, _scale=self._scale * scale)
        part._x, part._y = self._at(x, y)
        return part

    def png(self) -> bytes:
        """The drawing as PNG bytes; the same drawing always gives the same bytes."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        canvas = FigureCanvasAgg(self.figure)
        with own_settings():
            canvas.draw()
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        image = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        file = BytesIO()
        image.save(file, "png")
        return file.getvalue()

    def _at(self, x: float, y: float) -> Point:
        return self._x + self._scale * x, self._y + self._scale * y

    def _points(self, pixels: float) -> float:
        return pixels * self._scale * 72 / DPI

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 15,
        color: str = INK,
        bold: bool = False,
        align: str = "center",
        angle: float = 0,
    ) -> None:
        """Write one line, vertically centred at y."""
        if not text:
            return
        self._root.smallest_text = min(self._root.smallest_text, size * self._scale)
        place = self._at(x, y + 0.36 * size) if not angle else self._at(x, y)
        self._axes.text(
            *place,
            text,
            fontsize=self._points(size),
            color=color,
            family=FONT,
            ha=align,
            va="center_baseline" if angle else "baseline",
            weight="bold" if bold else "normal",
            rotation=angle,
            rotation_mode="anchor" if angle else None,
            parse_math=False,
            usetex=False,
        )

    def polygon(
        self,
        corners: Sequence[Point],
        fill: str = "none",
        edge: str = "none",
        stroke: float = 1.0,
        dashed: bool = False,
        hatch: str | None = None,
    ) -> None:
        """Draw a closed shape."""
        from matplotlib.patches import Polygon

        self._axes.add_artist(
            Polygon(
                [self._at(*corner) for corner in corners],
                facecolor=fill,
                edgecolor=edge,
                hatch=hatch,
                linewidth=self._points(stroke),
                joinstyle="miter",
                linestyle=DASHES if dashed else "-",
            )
        )

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle; ``style`` is that of ``polygon``."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], **style)

    def circle(
        self, x: float, y: float, radius: float, fill: str = "white", edge: str = INK, stroke: float = 1.5
    ) -> None:
        """Draw a disc."""
        from matplotlib.patches import Circle

        self._axes.add_artist(
            Circle(self._at(x, y), radius * self._scale, facecolor=fill, edgecolor=edge, linewidth=self._points(stroke))
        )

    def line(self, *points: Point, color: str = INK, stroke: float = 1.5, dashed: bool = False) -> None:
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        x, y = zip(*(self._at(*point) for point in points), strict=True)
        self._axes.add_artist(
            Line2D(x, y, color=color, linewidth=self._points(stroke), linestyle=DASHES if dashed else "-")
        )

    def arrow(self, start: Point, end: Point, *, color: str = INK, stroke: float = 1.5, dashed: bool = False) -> None:
        """Draw an arrow from start to end."""
        (x0, y0), (x1, y1) = start, end
        length = np.hypot(x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        x, y = x1 - 9 * ux, y1 - 9 * uy
        self.line(start, (x, y), color=color, stroke=stroke, dashed=dashed)
        self.polygon([end, (x - 4.5 * uy, y + 4.5 * ux), (x + 4.5 * uy, y - 4.5 * ux)], fill=color)

    def image(
        self,
        pixels: np.ndarray,
        x: float,
        y: float,
        width: float,
        height: float,
        cmap: str,
        limits: tuple[float, float],
    ) -> None:
        """Draw an array as an image."""
        (left, top), (right, bottom) = self._at(x, y), self._at(x + width, y + height)
        self._axes.imshow(
            pixels,
            cmap=cmap,
            vmin=limits[0],
            vmax=limits[1],
            interpolation="nearest",
            extent=(left, right, bottom, top),
            aspect="auto",
        )
        self._axes.set(xlim=(0, self.width), ylim=(self.height, 0))

    def axes(self, x: float, y: float, width: float, height: float) -> "Axes":
        """Return Matplotlib axes for a plot, with the frame at this place."""
        return self.figure.add_axes(
            (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        )

    def grid(self, panel: Panel, x: float, y: float, cell: float) -> Grid:
        """Draw an array as a labelled grid of cells, with the corner of the first at (x, y)."""
        grid = Grid(x, y, cell, panel.values.shape)
        like = panel.name if panel.like is None else panel.like
        colors, dashed = hue(like), is_gradient(like)
        texts = np.vectorize(number, otypes=[object])(panel.values)
        widest = max((text_width(t, 1) for t in texts.flat), default=0)
        size = min(max(0.44 * cell, 8), 17, 0.92 * cell / widest if widest else np.inf)
        muted = np.zeros(grid.shape, bool) if panel.muted is None else panel.muted
        self._cells(grid, np.argwhere(muted), "white", FAINT, hatch="///" if panel.hatched else None)
        self._cells(grid, np.argwhere(~muted), colors.tint, colors.line, dashed)
        for place, text in np.ndenumerate(texts):
            self.text(*grid.center(*place), text, size, GREY if muted[place] else INK)
        self.box(*grid.box(0, 0, *grid.shape), edge=colors.line, stroke=1.8, dashed=dashed)
        middle = x + grid.shape[1] * cell / 2
        self.text(middle, y - panel.head() + 10, panel.name, 15, colors.ink, bold=True)
        self.text(middle, grid.bottom + 12, panel.note, 12, GREY)
        if panel.ticks:
            for i in range(grid.shape[0] if grid.shape[0] > 1 else 0):
                self.text(x - 9, grid.center(i, 0)[1], str(i), 11, GREY)
            for j in range(grid.shape[1]):
                self.text(grid.center(0, j)[0], y - 9, str(j), 11, GREY)
        return grid

    def _cells(
        self, grid: Grid, places: np.ndarray, fill: str, edge: str, dashed: bool = False, hatch: str | None = None
    ) -> None:
        """Fill and outline cells of a grid, all at once: drawn one by one, they would take most of the time."""
        from matplotlib.collections import PolyCollection

        cells = [(grid.box(*place)) for place in places]
        corners = [[self._at(*c) for c in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))] for x, y, w, h in cells]
        self._axes.add_artist(
            PolyCollection(
                corners,
                facecolors=fill,
                edgecolors=edge,
                hatch=hatch,
                linewidths=self._points(0.8),
                linestyles=[DASHES if dashed else "-"],
            )
        )

    def row(self, items: Sequence[Panel | str], x: float, y: float, cell: float, gap: float = 14) -> list[Grid]:
        """Draw panels and operators (texts) side by side, centred on one line; return the grids."""
        panels = [item for item in items if isinstance(item, Panel)]
        axis = y + max(p.head() + p.values.shape[0] * cell / 2 for p in panels)
        grids = []
        for item in items:
            if isinstance(item, str):
                width = text_width(item, 18)
                self.text(x + width / 2, axis, item, 18, GREY)
            else:
                width = item.width(cell)
                n_rows, n_cols = item.values.shape
                grids.append(self.grid(item, x + (width - n_cols * cell) / 2, axis - n_rows * cell / 2, cell))
            x += width + gap
        return grids

    def outline(
        self,
        grid: Grid,
        i: int,
        j: int,
        rows: int = 1,
        cols: int = 1,
        *,
        color: str = INK,
        stroke: float = 3.0,
        inset: float = 0.0,
    ) -> None:
        """Outline a window of a grid."""
        x, y, w, h = grid.box(i, j, rows, cols)
        self.box(x + inset, y + inset, w - 2 * inset, h - 2 * inset, edge=color, stroke=stroke)

    def cross(self, grid: Grid, i: int, j: int) -> None:
        """Mark a cell as wrong: a thick outline, and a cross in its corner."""
        x, y, w, _ = grid.box(i, j)
        right, left, top, low = x + 0.94 * w, x + 0.76 * w, y + 0.07 * w, y + 0.25 * w
        self.line((left, top), (right, low), stroke=1.8)
        self.line((left, low), (right, top), stroke=1.8)
        self.outline(grid, i, j, stroke=3)

    def table(
        self, rows: Sequence[Row], x: float, y: float, size: float = 15, gap: float = 5, leading: float = 1.5
    ) -> None:
        """Write rows of texts in columns: the first right-aligned, the others centred.

        A cell is a text, (text, colour) or (text, colour, bold); y is the top of the first row.
        """
        widths = _column_widths(rows, size)
        for n, row in enumerate(rows):
            left = x
            for k, (cell, width) in enumerate(zip(row, widths, strict=False)):
                text, color, bold = _styled(cell)
                place, align = (left + width, "right") if k == 0 else (left + width / 2, "center")
                self.text(place, y + (n + 0.5) * size * leading, text, size, color, bold, align)
                left += width + gap
