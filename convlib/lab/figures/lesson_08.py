"""The figures of lesson 08: a network before, during and after its training."""

import numpy as np

from convlib.lab.figures.canvas import FONT, GREY, HUES, INK, PALE, WIDEST, Sheet, number, own_settings, text_width
from convlib.lab.figures.display import Live, Picture
from convlib.lab.figures.shared import EDGE, count_of, names_at_ends

# Lines that differ in dashes and in colour (Okabe and Ito's); each is named at its end.
LOOKS = (
    ("-", INK),
    ((0, (6, 2)), HUES["X"].ink),
    ((0, (2, 1.4)), HUES["W"].ink),
    ((0, (7, 2, 1.5, 2)), HUES["H"].ink),
    ((0, (1, 1)), "#8a3b6f"),
)
LARGEST_ERROR = 1e-6  # what a gradient check in float64 lets pass


# What it is made of


def clothes(X, y, names):
    """Show the first image of each class.

    Parameters
    ----------
    X : ndarray, shape (N, 1, n_H_prev, n_W_prev)
        The images.
    y : ndarray of int, shape (N,)
        What they are.
    names : sequence of str
        The classes.

    Returns
    -------
    Picture
    """
    wide, columns = 150, 5
    sheet = Sheet(columns * wide, -(-len(names) // columns) * 130)
    for k, name in enumerate(names):
        x, top = (k % columns + 0.5) * wide, 4 + k // columns * 130
        _thumbnail(sheet, X[np.flatnonzero(np.asarray(y) == k)[0], 0], x, top)
        sheet.text(x, top + 108, f"{k}  {name}", 13)
    return Picture(
        sheet.png(), "One image of each class: " + ", ".join(f"{k} {name}" for k, name in enumerate(names)) + "."
    )


def _thumbnail(sheet, image, middle, top):
    sheet.image(image, middle - 46, top, 92, 92, "gray_r", (0, 1))
    sheet.box(middle - 46, top, 92, 92, edge=PALE, stroke=1)


def architecture(params, shape):
    """Show the layers of the network: what each gives out, and the numbers that it learns.

    Parameters
    ----------
    params : dict of str to ndarray
        W1, b1, W2, b2, W3 and b3.
    shape : tuple of int
        (C, n_H_prev, n_W_prev) of one image.

    Returns
    -------
    Picture
    """
    C, n_H, n_W = shape
    layers = [("images X", times(shape), "")]
    for k in "12":
        F = len(params[f"b{k}"])
        layers += [(f"convolution {k}, 3 × 3, pad 1", times((F, n_H, n_W)), k), (f"ReLU {k}", times((F, n_H, n_W)), "")]
        n_H, n_W = n_H // 2, n_W // 2
        layers.append((f"max pooling {k}, 2 × 2", times((F, n_H, n_W)), ""))
    layers += [("flatten", number(F * n_H * n_W), ""), ("linear: the logits", str(len(params["b3"])), "3")]
    total = sum(np.size(param) for param in params.values())
    sheet = Sheet(WIDEST, 36 * len(layers) + 70)
    heads = (130, "layer", "center"), (320, "what it gives out", "center"), (425, "what it learns", "left")
    for x, head, align in heads:
        sheet.text(x, 16, head, 13, GREY, align=align)
    words = []
    for row, (name, out, k) in enumerate(layers):
        y = 34 + 36 * row
        colors = HUES["W" if k else "X" if not row else "H"]
        sheet.box(30, y, 200, 24, fill=colors.tint, edge=colors.line, stroke=1.5)
        sheet.text(130, y + 12, name, 12.5, bold=bool(k))
        sheet.text(320, y + 12, out, 13)
        if row:
            sheet.arrow((100, y - 12), (100, y - 1), stroke=1.2)
            sheet.arrow((160, y - 1), (160, y - 12), color=HUES["H"].ink, stroke=1.2, dashed=True)
        learns = ""
        if k:
            W, b = params[f"W{k}"], params[f"b{k}"]
            learns = f"W{k}: {times(W.shape)}, b{k}: {len(b)}; together {W.size + b.size}"
            sheet.text(425, y + 12, learns, 13, HUES["W"].ink, align="left")
        words.append(f"{name} gives {out}" + f" (learns {learns})" * bool(k))
    y = 34 + 36 * len(layers)
    sheet.text(425, y + 12, f"{total} numbers in all", 13, HUES["W"].ink, True, "left")
    sheet.text(30, y + 12, "down: the numbers; up: the gradient", 12, GREY, align="left")
    return Picture(sheet.png(), "The network. " + "; ".join(words) + f". It learns {total} numbers in all.")


def times(shape):
    """Write a shape as 8 × 28 × 28."""
    return " × ".join(map(str, shape))


def spreads(spread_of, name="layer"):
    """Plot how large the numbers are after each of many layers, for several ways to start.

    Parameters
    ----------
    spread_of : dict of str to array_like, shape (n,)
        For each way its name and the root mean square after each layer; the first is that of the input.
    name : str, default "layer"
        What stands below the axis.

    Returns
    -------
    Picture
    """
    lines = {way: (np.arange(len(values)), np.asarray(values, dtype=float)) for way, values in spread_of.items()}
    sheet = Sheet(700, 346)
    _chart(sheet, (76, 36, 440, 250), lines, name, "root mean square of the numbers", log=True)
    return Picture(
        sheet.png(),
        "The size of the numbers from layer to layer, on a logarithmic scale. "
        + " ".join(
            f"{way}: {number(values[0])} at the input, {number(values[-1])} after the last."
            for way, (_, values) in lines.items()
        ),
    )


# Is every gradient right?


def kink(x, eps):
    """Show a central difference that reaches across the kink of the ReLU.

    Parameters
    ----------
    x : float
        Where the slope is measured.
    eps : float
        The step to either side.

    Returns
    -------
    Picture
    """

    def relu(t):
        return max(t, 0.0)

    slope = (relu(x + eps) - relu(x - eps)) / (2 * eps)
    true = float(x > 0)
    sheet = Sheet(640, 250)
    across, up, zero, ground = 165.0, 110.0, 300.0, 190.0

    def at(t):
        return zero + t / eps * across, ground - relu(t) / eps * up

    sheet.line((30, ground), (610, ground), color=PALE, stroke=1)
    sheet.line((zero, 72), (zero, 206), color=PALE, stroke=1)
    sheet.line((40, ground), at(0), at(1.55 * eps), color=HUES["H"].line, stroke=2.5)
    left, right = at(x - eps), at(x + eps)
    sheet.line(left, right, color=HUES["W"].ink, stroke=2, dashed=True)
    for place, words in ((x - eps, "x − ε"), (x, "x"), (x + eps, "x + ε")):
        sheet.circle(*at(place), 4.5, fill=INK if place == x else "white")
        sheet.text(at(place)[0], ground + 18, words, 13)
    sheet.text(at(1.55 * eps)[0] - 22, at(1.55 * eps)[1] + 2, "ReLU", 14, HUES["H"].ink, True, "right")
    sheet.text(40, 28, f"slope at x: {number(true)}", 14, HUES["H"].ink, True, "left")
    sheet.text(40, 50, f"measured from x − ε to x + ε (dashed): {number(slope)}", 14, HUES["W"].ink, True, "left")
    sheet.text(zero, ground + 40, "the kink, at 0", 12, GREY)
    return Picture(
        sheet.png(),
        f"The ReLU near its kink at 0. At x = {number(x)} its slope is {number(true)}, but the "
        f"central difference with ε = {number(eps)} reaches across the kink and measures {number(slope)}.",
    )


def gradient_check(errors):
    """Show how far each gradient of the network is from the measured one, and what that means.

    Parameters
    ----------
    errors : dict of str to float
        For each gradient its name and its relative error.

    Returns
    -------
    Picture
    """
    sheet = Sheet(640, 30 * len(errors) + 92)
    left, right, top = 90, 470, 38
    low, high = -16, 1

    def at(error):
        return left + (right - left) * (np.clip(np.log10(max(error, 1e-16)), low, high) - low) / (high - low)

    limit = at(LARGEST_ERROR)
    bottom = top + 30 * len(errors)
    sheet.box(left, top, limit - left, bottom - top, fill=HUES["H"].tint)
    sheet.box(limit, top, right - limit, bottom - top, fill=HUES["W"].tint)
    sheet.text((left + limit) / 2, 20, "rounding only", 12, HUES["H"].ink)
    sheet.text((limit + right) / 2, 20, "a wrong gradient", 12, HUES["W"].ink)
    for row, (name, error) in enumerate(errors.items()):
        y, fine = top + 30 * row + 15, error < LARGEST_ERROR
        sheet.line((left, y), (right, y), color=PALE, stroke=0.8)
        sheet.circle(at(error), y, 6, fill=HUES["H" if fine else "W"].line)
        sheet.text(left - 10, y, name, 14, align="right", bold=True)
        sheet.text(right + 14, y, f"{'✓' if fine else '✗'}  {number(error)}", 14, align="left", bold=not fine)
    for power in (-16, -12, -8, -4, 0):
        sheet.text(at(10.0**power), bottom + 14, f"1e{power}".replace("-", "−") if power else "1", 12, GREY)
    sheet.text((left + right) / 2, bottom + 36, "relative error, largest allowed 1e−6", 12, GREY)
    return Picture(
        sheet.png(),
        "Relative error of each gradient: "
        + ", ".join(
            f"{name} {'right' if error < LARGEST_ERROR else 'WRONG'} ({number(error)})"
            for name, error in errors.items()
        )
        + ".",
    )


# Training


class Curves:
    """Curves of one or several trainings, drawn while they run.

    Parameters
    ----------
    test : callable, optional
        Returns the present accuracy on the test images, from 0 to 1.
    every : int, default 100
        After how many steps to ask for it.
    mean_of : int, default 30
        Each point of a curve is the mean of so many losses.
    """

    def __init__(self, test=None, every=100, mean_of=30):
        self.test, self.every, self.mean_of = test, every, mean_of
        self.lines, self.tested = {}, []
        self._live = Live(self.picture)

    def line(self, name, start=0):
        """Begin a curve, ``start`` steps from the left; return what ``train`` takes as ``on_step``."""

        def on_step(losses):
            self.lines[name] = start, losses
            step = start + len(losses)
            if self.test and step % self.every == 0:
                self.tested.append((step, self.test()))
            self._live.update()

        return on_step

    def done(self):
        """Show the finished curves."""
        return self._live.done()

    def picture(self):
        """The curves as they are now."""
        curves = {}
        for name, (start, losses) in self.lines.items():
            first = min(len(losses), 10) - 1  # the mean of fewer says little
            x, y = start + np.arange(1, len(losses) + 1), running_mean(losses, self.mean_of)
            curves[name] = x[first:], y[first:]
        sheet = Sheet(WIDEST, 320)
        above = f"training loss, mean of {self.mean_of} steps"
        if self.test:
            _chart(sheet, (60, 34, 270, 230), curves, "step", above)
            tested = np.array(self.tested or [(0, np.nan)]).T
            _chart(
                sheet,
                (490, 34, 180, 230),
                {"": (tested[0], 100 * tested[1])},
                "step",
                "test accuracy in percent",
                marker="o",
                first=max(1, self.mean_of),
            )
            if not self.tested:
                sheet.text(580, 149, f"first after {count_of(self.every, 'step')}", 12, GREY)
        else:
            _chart(sheet, (60, 34, 440, 230), curves, "step", above)
        words = "; ".join(
            f"{name}: loss {number(y[-1])} after {count_of(int(x[-1]), 'step')}" for name, (x, y) in curves.items()
        )
        accuracy = f" Test accuracy at the end: {100 * self.tested[-1][1]:.1f} %." if self.tested else ""
        return Picture(sheet.png(), f"Training curves. {words}.{accuracy}")


def running_mean(values, width):
    """The mean of the last so many values, at each place; of fewer at the beginning."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(sums))
    begin = np.maximum(end - width, 0)
    return (sums[end] - sums[begin]) / (end - begin)


def losses(log=True, **curves):
    """Plot finished losses against the step.

    Parameters
    ----------
    log : bool, default True
        Whether the scale of the losses is logarithmic.
    **curves : array_like, shape (n,)
        As in ``losses(twenty_images=list)``; an underscore in a name becomes a space.

    Returns
    -------
    Picture
    """
    lines = {
        name.replace("_", " "): (np.arange(1, len(values) + 1), np.asarray(values, dtype=float))
        for name, values in curves.items()
    }
    sheet = Sheet(700, 316)
    _chart(sheet, (76, 36, 440, 220), lines, "step", "loss", log=log)
    return Picture(
        sheet.png(),
        "Loss against the step. "
        + " ".join(
            f"{name}: {number(y[0])} at first, {number(y[-1])} after {len(y)} steps." for name, (_, y) in lines.items()
        ),
    )


# What it learned


def confusion(counts, names):
    """Show how often each class is taken for each other, as a table of counts.

    Parameters
    ----------
    counts : array_like of int, shape (n, n)
        Row: what the picture is. Column: what the network says.
    names : sequence of str
        The classes.

    Returns
    -------
    Picture
    """
    counts = np.asarray(counts)
    if counts.shape != (len(names), len(names)):
        raise ValueError(
            f"counts must have shape {(len(names), len(names))}, a row and a column for each name, but "
            f"its shape is {counts.shape}."
        )
    cell, left, top = 40, 128, 88
    sheet = Sheet(left + cell * len(names) + 100, top + cell * len(names) + 40)
    off = counts.copy()
    np.fill_diagonal(off, 0)
    most = max(int(off.max()), 1)
    for (i, j), count in np.ndenumerate(counts):
        x, y = left + j * cell, top + i * cell
        strength = min(1.0, count / most) if i != j else 0
        fill = HUES["H"].tint if i == j else mixed("#ffffff", HUES["W"].line, 0.75 * strength)
        sheet.box(x, y, cell, cell, fill=fill, edge=PALE, stroke=0.8)
        if i == j:
            sheet.box(x + 1.5, y + 1.5, cell - 3, cell - 3, edge=HUES["H"].line, stroke=2)
        sheet.text(x + cell / 2, y + cell / 2, str(count) if count else "", 13, bold=i == j)
    right = counts.diagonal()
    total = counts.sum(axis=1)
    for k, name in enumerate(names):
        middle = (k + 0.5) * cell
        sheet.text(left - 8, top + middle, name, 12.5, align="right")
        sheet.text(left + middle + 2, top - 8, name, 12.5, align="left", angle=45)
        sheet.text(
            left + cell * len(names) + 10, top + middle, f"{right[k]} of {total[k]}", 12, HUES["H"].ink, True, "left"
        )
    sheet.text(left - 8, top - 14, "what it is ↓", 12, GREY, align="right")
    sheet.text(left - 8, top - 44, "it is taken for →", 12, GREY, align="right")
    sheet.text(
        left,
        top + cell * len(names) + 22,
        "framed: right; the darker a number's ground, the more often that mistake",
        12,
        GREY,
        align="left",
    )
    i, j = np.unravel_index(off.argmax(), off.shape)
    said = ", ".join(f"{name} {right[k]} of {total[k]}" for k, name in enumerate(names))
    return Picture(
        sheet.png(),
        f"Confusion matrix. Right: {said}. The most frequent mistake: {names[i]} taken for "
        f"{names[j]}, {count_of(int(off[i, j]), 'time')}.",
    )


def mixed(color, other, part):
    """A colour between two, given as #rrggbb."""
    a, b = (np.array([int(c[k : k + 2], 16) for k in (1, 3, 5)]) for c in (color, other))
    return "#" + "".join(f"{round(c):02x}" for c in a + part * (b - a))


def filters(**banks):
    """Show the 3x3 filters of one channel, bank below bank, each weight with its number.

    Parameters
    ----------
    **banks : array_like, shape (F, 1, f_H, f_W)
        As in ``filters(before=W, after=V)``.

    Returns
    -------
    Picture
    """
    banks = {name: np.asarray(W, dtype=float)[:, 0] for name, W in banks.items()}
    F = max(map(len, banks.values()))
    limit = max(np.abs(W).max() for W in banks.values())
    left, cell = 62, min(32, (WIDEST - 70 - 10 * F) / F / 3)
    side = 3 * cell
    sheet = Sheet(left + F * (side + 10), 26 + len(banks) * (side + 14))
    for k in range(F):
        sheet.text(left + k * (side + 10) + side / 2, 12, f"filter {k}", 12, GREY)
    for row, (name, W) in enumerate(banks.items()):
        y = 26 + row * (side + 14)
        sheet.text(left - 10, y + side / 2, name, 13, align="right", bold=True)
        for k, weights in enumerate(W):
            x = left + k * (side + 10)
            sheet.image(weights, x, y, side, side, "PuOr", (-limit, limit))
            for (u, v), weight in np.ndenumerate(weights):
                sheet.text(
                    x + (v + 0.5) * cell,
                    y + (u + 0.5) * cell,
                    tenths(weight),
                    11,
                    "white" if abs(weight) > 0.6 * limit else INK,
                )
            sheet.box(x, y, side, side, edge=GREY, stroke=1)
    changes = ""
    if len(banks) == 2:
        first, last = banks.values()
        changes = f" The weights changed by {number(np.sqrt(np.mean((last - first) ** 2)))} in the root mean square."
    return Picture(
        sheet.png(),
        f"{count_of(F, 'filter')} of 3 × 3 weights, {' and '.join(banks)}: orange and a minus "
        f"sign where negative, violet where positive, at most {number(limit)} in size.{changes}",
    )


def tenths(value):
    """Write a number with one digit after the point, as short as can be: .3, −1.2, 0."""
    digits = number(round(float(value), 1))
    return digits.replace("0.", ".")


def mistaken(X, y, probabilities, names, count=12):
    """Show the images that the network is most surely wrong about.

    Parameters
    ----------
    X : ndarray, shape (N, 1, n_H_prev, n_W_prev)
        The images.
    y : ndarray of int, shape (N,)
        What they are.
    probabilities : ndarray, shape (N, n_classes)
        What the network gives each class.
    names : sequence of str
        The classes.
    count : int, default 12
        How many images to show.

    Returns
    -------
    Picture
    """
    said, y = probabilities.argmax(axis=1), np.asarray(y)
    wrong = np.flatnonzero(said != y)
    if not len(wrong):
        raise ValueError("No image is mistaken: there is nothing to show.")
    wrong = wrong[np.argsort(-probabilities.max(axis=1)[wrong], kind="stable")][:count]
    wide, columns = 124, min(6, len(wrong))
    rows = -(-len(wrong) // columns)
    sheet = Sheet(columns * wide + 8, rows * 146 + 2)
    words = []
    for place, k in enumerate(wrong):
        x, top = 4 + place % columns * wide, 4 + place // columns * 146
        _thumbnail(sheet, X[k, 0], x + wide / 2, top)
        percent = f"{100 * probabilities[k, said[k]]:.0f} %"
        own = f"{100 * probabilities[k, y[k]]:.0f} %"
        sheet.text(x + wide / 2, top + 106, f"✗ {names[said[k]]} {percent}", 11.5, HUES["W"].ink, True)
        sheet.text(x + wide / 2, top + 124, f"is {names[y[k]]} {own}", 11.5)
        words.append(f"{names[y[k]]} ({own}) taken for {names[said[k]]} ({percent})")
    return Picture(
        sheet.png(), f"{len(wrong)} images that the network is most surely wrong about: " + "; ".join(words) + "."
    )


def museum(exhibits):
    """Show wrong gradients beside the right one: how well each learns, and what the gradient check says.

    Parameters
    ----------
    exhibits : sequence of (str, float, float)
        Name, accuracy from 0 to 1, and largest relative error of the gradient.

    Returns
    -------
    Picture
    """
    name_width = max(text_width(name, 14) for name, _, _ in exhibits) + EDGE
    bar = name_width + 24
    wide = min(220, WIDEST - bar - 310)
    sheet = Sheet(bar + wide + 310, 36 * len(exhibits) + 48)
    check = bar + wide + 96
    for x, head in ((EDGE, "backward pass"), (bar, "test accuracy"), (check, "gradient check")):
        sheet.text(x, 16, head, 13, GREY, align="left")
    words = []
    for row, (name, accuracy, error) in enumerate(exhibits):
        y, fine = 34 + 36 * row, error < LARGEST_ERROR
        colors = HUES["H" if fine else "W"]
        sheet.line((EDGE, y), (sheet.width - EDGE, y), color=PALE, stroke=0.8)
        sheet.text(EDGE, y + 18, name, 14, bold=fine, align="left")
        sheet.box(bar, y + 8, wide, 20, edge=PALE, stroke=1)  # 100 %
        sheet.box(bar, y + 8, wide * accuracy, 20, fill=colors.tint, edge=colors.line, dashed=not fine)
        sheet.text(bar + wide + 8, y + 18, f"{100 * accuracy:.1f} %", 14, align="left")
        verdict = f"{'✓ passes' if fine else '✗ fails'}, error {number(error)}"
        sheet.text(check, y + 18, verdict, 14, colors.ink, True, "left")
        words.append(f"{name}: accuracy {100 * accuracy:.1f} %, gradient check {verdict[2:]}")
    return Picture(sheet.png(), "Gradients and how well they learn. " + "; ".join(words) + ".")


# Charts


def _chart(sheet, place, lines, xlabel, ylabel, log=False, marker=None, first=1):
    """Draw lines with their names at their ends; the name of the vertical axis stands above it."""
    x0, y0, width, height = place
    font = {"family": FONT, "color": INK}
    shown = {name: np.array(line)[:, np.isfinite(line[1])] for name, line in lines.items()}
    values = np.concatenate([line[1] for line in shown.values()] or [np.ones(1)])
    if not len(values):
        values = np.ones(1)
    room = 0.06 * max(np.ptp(values), 0.1 * np.abs(values).max(), 1e-3)  # a single value has room too
    low, high = (values.min() / 1.5, values.max() * 1.5) if log else (values.min() - room, values.max() + room)
    with own_settings():
        axes = sheet.axes(x0, y0, width, height)
        axes.set_yscale("log" if log else "linear")
        last = max((line[0][-1] for line in shown.values() if line.size), default=first)
        begin = min((line[0][0] for line in shown.values() if line.size), default=0)
        axes.set(xlim=(min(begin, 0 if marker else begin), max(last, begin + 1)), ylim=(low, high))
        ends = []
        for (name, (x, y)), (dashes, color) in zip(shown.items(), LOOKS * len(shown), strict=False):
            axes.plot(
                x, y, color=color, linestyle=dashes, linewidth=1.7, marker=marker, markersize=4, clip_on=not marker
            )
            if len(x):
                heights = np.array([y[-1], y[-len(y) // 2 :].max()])
                up = np.log(heights / low) / np.log(high / low) if log else (heights - low) / (high - low)
                ends.append(
                    (
                        x0 + width * (x[-1] - axes.get_xlim()[0]) / np.ptp(axes.get_xlim()),
                        *(y0 + height * (1 - up)),
                        f"{name}  {number(y[-1])}".strip(),
                        color,
                    )
                )
        axes.set_xlabel(xlabel, size=11, **font)
        axes.tick_params(labelsize=9.5, colors=GREY, which="both")
        axes.grid(color="#e6e6e6")
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_facecolor("none")  # names of lines that end early lie below
        if not ends:  # nothing to measure yet
            axes.set(xticks=[], yticks=[])
    sheet.text(x0 - 40, y0 - 16, ylabel, 12.5, align="left")
    for x, _, peak, words, color in ends:
        if x < x0 + 0.95 * width:
            sheet.text(x, peak - 14, words, 12, color, True, "right")
    ends = [(x, y, words, color) for x, y, _, words, color in ends if x >= x0 + 0.95 * width]
    names_at_ends(sheet, ends, x0 + width + 14, y0, height)
