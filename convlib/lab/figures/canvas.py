"""The one look of every figure: colours, numbers, and a sheet of paper to draw labelled grids on.

Lengths are logical pixels, with y pointing down; a picture is stored at twice that resolution. X, W and H keep
one colour each through the whole course (Okabe and Ito's, safe for colour-blind readers). A gradient has the
colour of its array and dashed lines, so that nothing depends on colour alone.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import NamedTuple

import numpy as np

WIDEST = 760  # a JupyterLab cell shows this much without scrolling
DPI = 80  # logical pixels to the inch
INK, GREY, PALE, FAINT = "#1f1f1f", "#666666", "#bdbdbd", "#d9d9d9"
DASHES = (0, (3.5, 2))
FONT = "DejaVu Sans"  # comes with matplotlib, so every machine draws the same
STAR = "★"  # for ⋆, the sign of cross-correlation, which the font draws too small


class Hue(NamedTuple):
    """One colour in three strengths: for lines, for the ground of a cell, for text."""

    line: str
    tint: str
    ink: str


HUES = {
    "X": Hue("#0072B2", "#e3f0f8", "#005d91"),
    "W": Hue("#D55E00", "#fbe9dc", "#a84a00"),
    "H": Hue("#009E73", "#dff3ec", "#00704f"),
}
PLAIN = Hue("#8a8a8a", "#f3f3f3", INK)


def hue(name):
    """The colour of an array by its name: that of X, W or H, or grey. dX has the colour of X."""
    return HUES.get(name.removeprefix("d"), PLAIN)


def is_gradient(name):
    """Whether a name is that of a gradient: dX, dW or dH."""
    return name.startswith("d") and name[1:] in HUES


def number(value):
    """Write a number shortly: 3, −2, 16.5, 0.333, 2e−7. Text stays as it is, None becomes empty."""
    if value is None or isinstance(value, str):
        return value or ""
    value = float(value)
    if not np.isfinite(value):
        return "nan" if np.isnan(value) else ("∞" if value > 0 else "−∞")
    size = abs(value)
    if size >= 1e6 or 0 < size < 5e-4:
        mantissa, exponent = f"{value:.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    else:
        decimals = min(3, max(0, 3 - int(np.floor(np.log10(size))))) if size else 0
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = "0" if text == "-0" else text
    return text.replace("-", "−")


def factor(value):
    """Write a number as a factor or a summand: a negative one in brackets."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


@cache
def _em_width(character, bold):
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=100)
    return text_to_path.get_text_width_height_descent(character, font, ismath=False)[0] / 100


def text_width(text, size, bold=False):
    """Width of a line of text in logical pixels."""
    return size * sum(_em_width(character, bold) for character in text)


@contextmanager
def own_settings():
    """Draw with matplotlib's defaults, whatever the reader has set."""
    import matplotlib

    defaults = {name: value for name, value in matplotlib.rcParamsDefault.items() if "backend" not in name}
    with matplotlib.rc_context(defaults):
        yield


@dataclass
class Panel:
    """An array to be drawn as a grid: its values, its name above, a note below.

    Parameters
    ----------
    values : array_like, shape (n,) or (n_rows, n_cols)
        Numbers, texts, or None for an empty cell.
    name : str
        What stands above the grid.
    like : str, optional
        The name whose colour and border to use, where it is not ``name``.
    note : str
        A small line below.
    muted : ndarray of bool, optional
        Cells that count for nothing: white, with a grey number.
    hatched : bool
        Whether muted cells are hatched too.
    ticks : bool
        Whether to number rows and columns.
    """

    values: object
    name: str = ""
    like: str | None = None
    note: str = ""
    muted: object = None
    hatched: bool = True
    ticks: bool = False

    def __post_init__(self):
        self.values = np.atleast_2d(np.asarray(self.values, dtype=object))
        self.like = self.name if self.like is None else self.like

    def width(self, cell):
        """Width of the drawn panel at a cell size."""
        grid = self.values.shape[1] * cell + (28 if self.ticks else 0)
        return max(grid, text_width(self.name, 15, True), text_width(self.note, 12))

    def head(self):
        """Height of what stands above the cells."""
        return (24 if self.name else 0) + (16 if self.ticks else 0)

    def height(self, cell):
        """Height of the drawn panel at a cell size."""
        return self.head() + self.values.shape[0] * cell + (22 if self.note else 2)


@dataclass
class Grid:
    """Where the cells of a drawn array are."""

    x: float
    y: float
    cell: float
    shape: tuple

    def box(self, i, j, rows=1, cols=1):
        """(x, y, width, height) of the cells from row i, column j on."""
        c = self.cell
        return self.x + j * c, self.y + i * c, cols * c, rows * c

    def center(self, i, j):
        """The middle of a cell."""
        return self.x + (j + 0.5) * self.cell, self.y + (i + 0.5) * self.cell

    @property
    def right(self):
        """The right edge."""
        return self.x + self.shape[1] * self.cell

    @property
    def bottom(self):
        """The lower edge."""
        return self.y + self.shape[0] * self.cell


def row_size(items, cell, gap=14):
    """(width, height) that ``Sheet.row`` will need."""
    widths = [text_width(item, 18) if isinstance(item, str) else item.width(cell) for item in items]
    panels = [item for item in items if isinstance(item, Panel)]
    above = max(p.head() + p.values.shape[0] * cell / 2 for p in panels)
    below = max(p.height(cell) - p.head() - p.values.shape[0] * cell / 2 for p in panels)
    return sum(widths) + gap * (len(items) - 1), above + below


def table_size(rows, size=15, gap=5, leading=1.5):
    """(width, height) that ``Sheet.table`` will need."""
    widths = _column_widths(rows, size)
    return sum(widths) + gap * (len(widths) - 1), len(rows) * size * leading


def wrapped(text, size, room, bold=False, between=" "):
    """Break a text into lines that fit in the room, where ``between`` stands."""
    lines = []
    for word in text.split(between):
        if lines and text_width(lines[-1] + between + word, size, bold) <= room:
            lines[-1] += between + word
        else:
            lines.append(between.lstrip() * bool(lines) + word)
    return lines


def _column_widths(rows, size):
    widths = [0.0] * max(len(row) for row in rows)
    for row in rows:
        for k, cell in enumerate(row):
            text, _, bold = _styled(cell)
            widths[k] = max(widths[k], text_width(text, size, bold))
    return widths


def _styled(cell):
    """(text, colour, bold) of a table's cell, which may be just a text or (text, colour)."""
    cell = (cell,) if isinstance(cell, str) else cell
    return (*cell, *(INK, False)[len(cell) - 1 :])


class Sheet:
    """White paper of a size in logical pixels, and the few things that the figures are made of."""

    def __init__(self, width, height):
        from matplotlib.figure import Figure

        self.width, self.height = int(np.ceil(width)), int(np.ceil(height))
        self._x, self._y, self._scale = 0.0, 0.0, 1.0
        self._root, self.smallest_text = self, np.inf
        with own_settings():
            self.figure = Figure((self.width / DPI, self.height / DPI), dpi=2 * DPI, facecolor="white")
            self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self._axes.axis("off")

    def part(self, x, y, scale=1.0):
        """Another sheet laid on this one, its corner at (x, y), drawn at another scale."""
        part = object.__new__(Sheet)
        part.__dict__.update(self.__dict__, _scale=self._scale * scale)
        part._x, part._y = self._at(x, y)
        return part

    def png(self):
        """The drawing as PNG bytes, the same bytes for the same drawing."""
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

    def _at(self, x, y):
        return self._x + self._scale * x, self._y + self._scale * y

    def _points(self, pixels):
        return pixels * self._scale * 72 / DPI

    def text(self, x, y, text, size=15, color=INK, bold=False, align="center", angle=0):
        """Write one line with its middle height at y."""
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

    def polygon(self, corners, fill="none", edge="none", stroke=1.0, dashed=False, hatch=None):
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

    def box(self, x, y, width, height, **style):
        """Draw a rectangle."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], **style)

    def circle(self, x, y, radius, fill="white", edge=INK, stroke=1.5):
        """Draw a disc."""
        from matplotlib.patches import Circle

        self._axes.add_artist(
            Circle(self._at(x, y), radius * self._scale, facecolor=fill, edgecolor=edge, linewidth=self._points(stroke))
        )

    def line(self, *points, color=INK, stroke=1.5, dashed=False):
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        x, y = zip(*(self._at(*point) for point in points), strict=True)
        self._axes.add_artist(
            Line2D(x, y, color=color, linewidth=self._points(stroke), linestyle=DASHES if dashed else "-")
        )

    def arrow(self, start, end, color=INK, stroke=1.5, dashed=False):
        """Draw an arrow from start to end."""
        (x0, y0), (x1, y1) = start, end
        length = np.hypot(x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        x, y = x1 - 9 * ux, y1 - 9 * uy
        self.line(start, (x, y), color=color, stroke=stroke, dashed=dashed)
        self.polygon([end, (x - 4.5 * uy, y + 4.5 * ux), (x + 4.5 * uy, y - 4.5 * ux)], fill=color)

    def image(self, pixels, x, y, width, height, cmap, limits):
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

    def axes(self, x, y, width, height):
        """Matplotlib axes for a plot, its frame at this place."""
        return self.figure.add_axes(
            (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        )

    def grid(self, panel, x, y, cell):
        """Draw an array as a labelled grid of cells, the first with its corner at (x, y)."""
        grid = Grid(x, y, cell, panel.values.shape)
        colors, dashed = hue(panel.like), is_gradient(panel.like)
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

    def _cells(self, grid, places, fill, edge, dashed=False, hatch=None):
        """Fill and frame cells of a grid, all at once: one drawn by one they would take most of the time."""
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

    def row(self, items, x, y, cell, gap=14):
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

    def outline(self, grid, i, j, rows=1, cols=1, color=INK, stroke=3.0, inset=0.0):
        """Frame a window of a grid."""
        x, y, w, h = grid.box(i, j, rows, cols)
        self.box(x + inset, y + inset, w - 2 * inset, h - 2 * inset, edge=color, stroke=stroke)

    def cross(self, grid, i, j):
        """Mark a cell as wrong: a thick outline, and a cross in its corner."""
        x, y, w, _ = grid.box(i, j)
        right, left, top, low = x + 0.94 * w, x + 0.76 * w, y + 0.07 * w, y + 0.25 * w
        self.line((left, top), (right, low), stroke=1.8)
        self.line((left, low), (right, top), stroke=1.8)
        self.outline(grid, i, j, stroke=3)

    def table(self, rows, x, y, size=15, gap=5, leading=1.5):
        """Write rows of texts in aligned columns: the first to the right, the others centred.

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
