"""The chart of the results: the speedup over PyTorch for each workload."""

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.theme import FONT, GREY, HUES, INK, own_settings

from .competitors import FAST, PYTORCH
from .goals import GOALS, best, seconds
from .workloads import CONVOLUTIONS, TRAINING_STEP

# Name, colour, hatching, and offset from the workload's position.
BARS = ((FAST, HUES["X"], "", -0.2), ("im2col", HUES["W"], "///", 0.2))
SETTING = "float32", 1
TICKS = 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50


def draw(times):
    """Return the chart as PNG bytes.

    Parameters
    ----------
    times : list of dict
        As ``speed.measure`` returns them.
    """
    sheet = Sheet(760, 400)
    sheet.text(20, 20, "Speedup over PyTorch in its faster memory layout", 16, bold=True, align="left")
    sheet.text(20, 42, "forward and backward, float32, 1 thread; W8 is a training step", 13, GREY, align="left")
    with own_settings():
        axes = sheet.axes(55, 95, 690, 265)
        ratios = list(_draw_bars(axes, times))
        _dress(axes, ratios)
    _draw_legend(sheet)
    return sheet.png()


def _draw_bars(axes, times):
    """Draw the bars upwards or downwards from 1, their values and the goals; yield the heights that must fit."""
    for place, workload in enumerate((*CONVOLUTIONS, TRAINING_STEP)):
        found = seconds(times, workload.name, *SETTING)
        theirs, goal = best(found, PYTORCH), GOALS[SETTING][workload.name]
        for name, hue, hatch, beside in BARS:
            if not (theirs and best(found, name)):
                continue
            value = theirs / best(found, name)
            # Where the bar ends below the goal's mark, the value goes above both.
            end = max(value, goal) if name == FAST and value >= 1 else value
            axes.bar(
                place + beside,
                value - 1,
                0.38,
                bottom=1,
                facecolor=hue.line if not hatch else hue.tint,
                edgecolor=hue.line,
                hatch=hatch,
                linewidth=1,
            )
            axes.annotate(
                f"{value:.2f}" if value < 10 else f"{value:.0f}",
                (place + beside, end),
                (0, 3 if value >= 1 else -3),
                textcoords="offset points",
                ha="center",
                va="bottom" if value >= 1 else "top",
                fontsize=9.5,
                color=INK,
                family=FONT,
            )
            yield value
        axes.plot([place - 0.44, place + 0.04], [goal, goal], color=INK, linewidth=2.5, solid_capstyle="butt")
        yield goal


def _dress(axes, ratios):
    """Set up the axes: logarithmic with plain numbers, and a line at equal speed."""
    names = [workload.name for workload in (*CONVOLUTIONS, TRAINING_STEP)]
    axes.set(yscale="log", ylim=(min(ratios) / 1.6, max(ratios) * 1.6), xlim=(-0.6, len(names) - 0.4))
    low, high = axes.get_ylim()
    ticks = [tick for tick in TICKS if low <= tick <= high]
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks], family=FONT, fontsize=10.5)
    axes.set_yticks([], minor=True)
    axes.set_xticks(range(len(names)), names, family=FONT, fontsize=11.5)
    axes.tick_params(length=0)
    axes.axhline(1, color=INK, linewidth=1)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _draw_legend(sheet):
    left = 20
    for name, hue, hatch, _ in BARS:
        sheet.box(left, 62, 16, 12, fill=hue.tint if hatch else hue.line, edge=hue.line, hatch=hatch)
        sheet.text(left + 22, 68, name, 13, align="left")
        left += 100
    sheet.line((left, 68), (left + 22, 68), stroke=3)
    sheet.text(left + 28, 68, "goal", 13, align="left")
    sheet.text(left + 80, 68, "1: as fast as PyTorch", 13, GREY, align="left")
