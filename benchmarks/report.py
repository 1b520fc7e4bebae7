"""The results as text: tables for the terminal, and the same tables as a Markdown page."""

import re
from pathlib import Path
from typing import NamedTuple

from tabulate import tabulate

from .competitors import FAST, LAYERS, POOL_FIRST, PYTORCH, family
from .course import summary
from .goals import GOALS, MEANS, PEERS, PEERS_GOAL, best, find, mean_ratio, missed, ratio, seconds
from .grading import GOALS as GRADING_GOALS
from .workloads import CONVOLUTIONS, DTYPES, TRAINING_STEP

PAGE = Path(__file__).parent / "README.md"
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- written by `python -m benchmarks readme` -->", "<!-- end -->"
WORKLOADS = *CONVOLUTIONS, TRAINING_STEP
COLUMNS = f"{FAST}, C-contiguous", f"{FAST}, its own layout", f"{PYTORCH}, contiguous", f"{PYTORCH}, channels_last"
OTHERS = [*(name for name in LAYERS if name not in COLUMNS), POOL_FIRST]
ALT = "Speedup over PyTorch for each workload"
LAYOUTS = """fast and PyTorch are each measured with X and dH in two memory layouts: plain C-contiguous, and the layout
that each prefers, in which its neighbouring layers return their arrays (its own layout, channels_last). The ratio is
PyTorch's better time over fast's better time: above 1, fast is faster. W8 is the network as PyTorch users write it,
ReLU before pool. fast's has the pool first, which gives the same results, and takes the images C-contiguous; the table
of the others also has PyTorch with the pool first."""


class Table(NamedTuple):
    """Rows of strings, the header first; the first column is left-aligned, the others right-aligned if numbers."""

    rows: list
    numbers: bool = True

    def render(self, tablefmt):
        """Return the table as text, in one of tabulate's formats."""
        head, *rest = self.rows
        columns = ("left", *["right" if self.numbers else "left"] * (len(head) - 1))
        return tabulate(rest, head, tablefmt=tablefmt, colalign=columns if rest else None, disable_numparse=True)


def text(results):
    """Return all results as text for the terminal."""
    return render(results, "\n== {} ==".format, "simple")


def page(results):
    """Return all results as a Markdown page."""
    intro = [
        "# How fast convlib is",
        "Written by `python -m benchmarks readme` from [results.json](results.json); `make bench` measures again.",
        f"![{ALT}](results.png)",
        Table(
            [["", "workload"], *([workload.name, workload.describe()] for workload in WORKLOADS)], numbers=False
        ).render("pipe"),
    ]
    return "\n\n".join([*intro, render(results, "## {}".format, "pipe")]) + "\n"


def render(results, heading, tablefmt):
    """Return the parts that were measured, each under its heading."""
    writers = {"speed": speed, "memory": memory, "batch": batch, "training": training, "course": summary}
    writers["grading"] = grading
    blocks, machine = [], None
    for part, write in writers.items():
        if part in results:
            blocks.append(heading(part.capitalize()))
            if results[part]["machine"] != machine:
                machine = results[part]["machine"]
                blocks.append(machine_line(machine))
            blocks += write(results[part]["found"])
    return "\n\n".join(block.render(tablefmt) if isinstance(block, Table) else block for block in blocks)


def machine_line(machine):
    """Return one line that describes the machine."""
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items())
    caches = ", ".join(f"{name} {size}" for name, size in machine["caches"].items())
    return (
        f"{machine['date']}: {machine['processor']}, {machine['cores']} cores ({caches}); {machine['system']}; "
        f"Python {machine['python']}, {packages}, BLAS {machine['blas']}."
    )


def speed(found):
    """Yield the tables of times and ratios, and the goals that were missed."""
    times = found["times"]
    yield f"Medians of {found['rounds']} rounds of {found['seconds']} s, in which all competitors take turns."
    yield LAYOUTS.replace("\n", " ")
    for threads in (1, 2):
        for dtype in DTYPES:
            clock = "CPU time, 1 thread" if threads == 1 else f"wall time, {threads} threads"
            yield f"{dtype}, {clock}: milliseconds for forward and backward, and ratios"
            yield rivals_table(times, dtype, threads)
            yield mean_line(times, dtype, threads)
    for dtype in DTYPES:
        yield f"{dtype}, CPU time, 1 thread, forward and backward: time relative to fast"
        yield others_table(times, dtype)
    yield "An asterisk marks a time measured on fewer images and scaled up to the whole batch."
    if reasons := dict.fromkeys(f"{row['competitor']}, {row['workload']}: {row['why']}." for row in found["absent"]):
        yield " ".join(reasons)
    yield f"{peers_sentence(times)} {goals_sentence(times)}"


def rivals_table(times, dtype, threads):
    """Return the table that compares fast with PyTorch."""
    goals = GOALS.get((dtype, threads), {})
    rows = [["", *COLUMNS, "ratio", *["goal"] * bool(goals), "forward", "backward"]]
    for workload in (workload.name for workload in WORKLOADS):
        found = seconds(times, workload, dtype, threads)
        ratios = [ratio(seconds(times, workload, dtype, threads, of)) for of in ("both", "forward", "backward")]
        rows.append(
            [
                workload,
                *(milliseconds(best(found, name)) for name in COLUMNS),
                two(ratios[0]),
                *[f"{goals[workload]:g}" for _ in goals][:1],
                *map(two, ratios[1:]),
            ]
        )
    return Table(rows)


def mean_line(times, dtype, threads):
    """Return the geometric mean of the ratios, and its goal."""
    goal = MEANS.get((dtype, threads))
    return f"Geometric mean of the ratios of W1 to W7: {two(mean_ratio(times, dtype, threads))}" + (
        f", the goal is {goal:g}." if goal else "."
    )


def others_table(times, dtype):
    """Return the table that compares fast with all others."""
    rows = [["", *OTHERS]]
    for workload in (workload.name for workload in WORKLOADS):
        row = find(times, workload, dtype, 1)
        found, images = row.get("seconds", {}), row.get("images", {})
        rows.append([workload, *(two(ratio(found, name)) + "*" * (name in images) for name in OTHERS)])
    return Table(rows)


def memory(rows):
    """Yield the table of peak memory."""
    columns = [COLUMNS[0], *COLUMNS[2:], "im2col"]
    table = [["", *columns]]
    for workload in dict.fromkeys(row["workload"] for row in rows):
        found = {row["competitor"]: row["bytes"] for row in rows if row["workload"] == workload}
        peaks = (best(found, name) for name in columns)
        table.append([workload, *("–" if peak is None else f"{peak / 2**20:.1f}" for peak in peaks)])
    yield "Peak megabytes of a forward and a backward pass, float32, beyond its inputs"
    yield Table(table)


def batch(rows):
    """Yield the table of times against batch size."""
    if rows:
        yield "Forward and backward of W3's layer with batches of N images: microseconds per image"
        yield Table(
            [
                ["N", *map(str, rows[0]["sizes"]), "linear fit", "largest deviation"],
                *(
                    [
                        row["competitor"],
                        *(f"{1e6 * s / N:.1f}" for N, s in zip(row["sizes"], row["seconds"], strict=True)),
                        f"{1e6 * row['fixed']:.0f} + {1e6 * row['per_image']:.1f} N",
                        f"{row['off']:.0%}",
                    ]
                    for row in rows
                ),
            ]
        )


def training(found):
    """Yield the table of training runs."""
    yield (f"Training to {found['goal']:.0%} test accuracy, {found['seeds']} runs together, CPU time, 1 thread")
    yield Table(
        [
            ["", "seconds", "steps", "milliseconds per step", "lowest accuracy"],
            *(
                [
                    run["competitor"],
                    f"{run['seconds']:.2f}",
                    str(run["steps"]),
                    f"{1000 * run['seconds'] / run['steps']:.2f}",
                    f"{run['accuracy']:.3f}",
                ]
                for run in found["runs"]
            ),
        ]
    )


def grading(found):
    """Yield the tables of grading: ratios to plain nbgrader, stages, and the cost of large classes."""
    if rows := found["ratios"]:
        different = sum(len(row["different"]) for row in rows)
        yield (
            f"Grading {found['students']} submissions on {found['cores']} cores: seconds of the whole command per "
            f"submission. nbgrader runs without a sandbox, and gives no partial credit: {different} scores differ."
        )
        yield Table(
            [
                ["", "nbgrader", "convlib", "ratio", "goal"],
                *(
                    [
                        f"{row['lesson']}, {row['way']}",
                        two(row["plain"]),
                        f"{row['convlib']:.3f}",
                        f"{row['ratio']:.1f}",
                        str(GRADING_GOALS[row["way"]]),
                    ]
                    for row in rows
                ),
            ]
        )
        yield "Where the time goes, in seconds for all submissions. Processes of their own run on all cores at once."
        stages = dict.fromkeys(stage for row in rows for stage in row["stages"])
        yield Table(
            [
                ["", *(f"{row['lesson'][:2]}, {row['way']}" for row in rows)],
                *([stage, *(f"{row['stages'].get(stage, 0):.1f}" for row in rows)] for stage in stages),
                ["the whole command", *(f"{row['convlib'] * found['students']:.1f}" for row in rows)],
            ]
        )
    if rows := found["sizes"]:
        yield "A class without outputs"
        yield Table(
            [
                ["submissions", "seconds", "seconds each", "megabytes of the main process"],
                *(
                    [
                        str(row["submissions"]),
                        f"{row['seconds']:.0f}",
                        f"{row['seconds'] / row['submissions']:.3f}",
                        str(row["megabytes"]),
                    ]
                    for row in rows
                ),
            ]
        )
        yield f"What formgrader's pages load, and the class table, with {rows[-1]['submissions']} submissions"
        yield Table([["", "seconds"], *([page, two(seconds)] for page, seconds in found["pages"].items())])


def goals_sentence(times):
    """Return a sentence about the goals that were missed."""
    goals = missed(times)
    return f"Missed goals: {'; '.join(goals)}." if goals else "All goals are met."


def peers_sentence(times):
    """Return how far behind the fastest of the other packages' NumPy layers is."""
    ratios = {
        f"{peer}, {workload.name}, {dtype}": value
        for peer in PEERS
        for workload in CONVOLUTIONS
        for dtype in DTYPES
        if (value := ratio(seconds(times, workload.name, dtype, 1), peer))
    }
    if not ratios:
        return "No other package's NumPy layer was measured."
    nearest = min(ratios, key=ratios.get)
    packages = ", ".join(dict.fromkeys(map(family, PEERS)))
    return (
        f"Of the other packages' NumPy layers ({packages}), the closest takes {two(ratios[nearest])} times as "
        f"long as fast ({nearest}); the goal is {PEERS_GOAL}."
    )


def readme_section(results):
    """Return the main README's chart and sentence, in Markdown."""
    times, machine = results["speed"]["found"]["times"], results["speed"]["machine"]
    ratios = [ratio(seconds(times, workload.name, "float32", 1)) for workload in CONVOLUTIONS]
    measured = [value for value in ratios if value]
    step = ratio(seconds(times, TRAINING_STEP.name, "float32", 1))
    return (
        f"![{ALT}](benchmarks/results.png)\n\n"
        "Forward and backward together, in float32 on one thread, the layer is "
        f"{two(min(measured))} to {two(max(measured))} times as fast as PyTorch {machine['packages']['torch']} in its "
        f"faster memory layout on the {len(measured)} convolutions measured (geometric mean "
        f"{two(mean_ratio(times, 'float32', 1))}), and a training step is {two(step)} times as fast: "
        "[all measurements](benchmarks/README.md)."
    )


def write_readme(results):
    """Write the page, and the chart and the sentence between the two markers in the main README."""
    PAGE.write_text(page(results), encoding="utf-8")
    section = f"{BEGIN}\n\n{readme_section(results)}\n\n{END}"
    README.write_text(
        re.sub(
            rf"{re.escape(BEGIN)}.*?{re.escape(END)}",
            lambda _: section,
            README.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        ),
        encoding="utf-8",
    )


def milliseconds(value):
    """Format seconds as milliseconds with three digits."""
    return f"{1000 * value:#.3g}".rstrip(".") if value else "–"


def two(value):
    """Format a ratio with two decimals."""
    return f"{value:.2f}" if value else "–"
