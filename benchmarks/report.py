"""The results as text: tables for the terminal, and the README's section."""

import re

from grading.course import ROOT

from .competitors import LAYERS, POOL_FIRST, PYTORCH, QUICK, family
from .course import summary
from .goals import GOALS, MEANS, PEERS, PEERS_GOAL, best, mean_ratio, missed, ratio, seconds
from .workloads import CONVOLUTIONS, DTYPES, TRAINING_STEP

README = ROOT / "README.md"
BEGIN, END = "<!-- written by `python -m benchmarks readme` -->", "<!-- end -->"
WORKLOADS = *CONVOLUTIONS, TRAINING_STEP
COLUMNS = f"{QUICK}, reading order", f"{QUICK}, its own order", f"{PYTORCH}, contiguous", f"{PYTORCH}, channels_last"
OTHERS = [*(way for way in LAYERS if way not in COLUMNS), POOL_FIRST]
ORDERS = """quick and PyTorch are each measured with X and dH in two orders in memory: the plain one (reading order,
contiguous), and the one that suits it, as the layers before and after hand it out (its own order, channels_last). The
ratio is PyTorch's better time over quick's better time: above 1, quick is quicker. W8 is the network as PyTorch's users
write it, ReLU before pool. quick's has the pool first, which gives the same numbers, and takes the pictures in reading
order; the table of the others has PyTorch with the pool first as well."""


def text(results):
    """Return all that was measured, as text for the terminal."""
    writers = {
        "speed": speed_text,
        "memory": memory_text,
        "batch": batch_text,
        "training": training_text,
        "course": summary,
    }
    lines = []
    for part, write in writers.items():
        if part in results:
            lines += ["", f"== {part} ==", machine_line(results[part]["machine"]), "", *write(results[part]["found"])]
    return "\n".join(lines)


def machine_line(machine):
    """Return one line that says on what it was measured."""
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items())
    caches = ", ".join(f"{name} {size}" for name, size in machine["caches"].items())
    return (
        f"{machine['date']}: {machine['processor']}, {machine['cores']} cores ({caches}); {machine['system']}; "
        f"Python {machine['python']}, {packages}, BLAS {machine['blas']}."
    )


def speed_text(speed):
    """Return the tables of times and ratios, and the goals that are missed."""
    times = speed["times"]
    lines = [f"Medians of {speed['rounds']} turns of {speed['seconds']} s, taken by all in turns.", ORDERS]
    for threads in (1, 2):
        for dtype in DTYPES:
            clock = "CPU time, 1 thread" if threads == 1 else f"wall time, {threads} threads"
            lines += [
                "",
                f"{dtype}, {clock}: milliseconds of forward and backward, and ratios",
                *aligned(rivals_table(times, dtype, threads)),
                mean_line(times, dtype, threads),
            ]
    for dtype in DTYPES:
        lines += [
            "",
            f"{dtype}, CPU time, 1 thread, forward and backward: how many times quicker quick is than each",
            *aligned(others_table(times, dtype)),
        ]
    lines += ["* Ran on fewer images, and its time is multiplied by those left out.", ""]
    lines += dict.fromkeys(f"{row['way']}, {row['workload']}: {row['why']}." for row in speed["absent"])
    return [*lines, "", goals_sentence(times)]


def rivals_table(times, dtype, threads):
    """Return rows that compare quick with PyTorch, the head first."""
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
    return rows


def mean_line(times, dtype, threads):
    """Return what the geometric mean of the ratios is, and what it should be."""
    goal = MEANS.get((dtype, threads))
    return f"Geometric mean of the ratios of W1 to W7: {two(mean_ratio(times, dtype, threads))}" + (
        f", the goal is {goal:g}." if goal else "."
    )


def others_table(times, dtype):
    """Return rows that compare quick with everybody else, the head first."""
    rows = [["", *OTHERS]]
    for workload in (workload.name for workload in WORKLOADS):
        found = seconds(times, workload, dtype, 1)
        scaled = {
            row["way"]
            for row in times
            if row["images"] < row["of"] and (row["workload"], row["dtype"], row["threads"]) == (workload, dtype, 1)
        }
        rows.append([workload, *(two(ratio(found, way)) + "*" * (way in scaled) for way in OTHERS)])
    return rows


def memory_text(rows):
    """Return the table of memory peaks."""
    columns = [COLUMNS[0], *COLUMNS[2:], "im2col"]
    table = [["", *columns]]
    for workload in dict.fromkeys(row["workload"] for row in rows):
        found = {row["way"]: row["bytes"] for row in rows if row["workload"] == workload}
        peaks = (best(found, name) for name in columns)
        table.append([workload, *("–" if peak is None else f"{peak / 2**20:.1f}" for peak in peaks)])
    return ["Megabytes at the peak of a forward and a backward pass, float32, beyond its inputs", *aligned(table)]


def batch_text(rows):
    """Return the table of times against the batch size."""
    head = ["microseconds an image, N =", *map(str, rows[0]["sizes"]), "line", "furthest from it"] if rows else []
    return aligned(
        [
            head,
            *(
                [
                    row["way"],
                    *(f"{1e6 * s / N:.1f}" for N, s in zip(row["sizes"], row["seconds"], strict=True)),
                    f"{1e6 * row['fixed']:.0f} + {1e6 * row['per_image']:.1f} N",
                    f"{row['off']:.0%}",
                ]
                for row in rows
            ),
        ]
    )


def training_text(training):
    """Return the table of trainings."""
    return [
        f"Until {training['goal']:.0%} of the test pictures are right, {training['seeds']} trainings together, CPU "
        "time, 1 thread",
        *aligned(
            [
                ["", "seconds", "steps", "milliseconds a step", "least accuracy"],
                *(
                    [
                        run["way"],
                        f"{run['seconds']:.2f}",
                        str(run["steps"]),
                        f"{1000 * run['seconds'] / run['steps']:.2f}",
                        f"{run['accuracy']:.3f}",
                    ]
                    for run in training["runs"]
                ),
            ]
        ),
    ]


def readme_section(results):
    """Return the README's table and picture, in Markdown."""
    speed, machine = results["speed"]["found"], results["speed"]["machine"]
    table = rivals_table(speed["times"], "float32", 1)
    table = [
        [*row[:1], name, *row[1:7]]
        for row, name in zip(table, ["layer", *(workload.describe() for workload in WORKLOADS)], strict=True)
    ]
    means = "; ".join(
        f"{dtype}, {threads} thread{'s' * (threads > 1)}: {two(mean_ratio(speed['times'], dtype, threads))}"
        for threads in (1, 2)
        for dtype in DTYPES
    )
    return "\n\n".join(
        [
            "![How many times quicker than PyTorch, for each workload](benchmarks/results.png)",
            "Milliseconds of CPU time for forward and backward, float32, 1 thread, beside PyTorch "
            f"{machine['packages']['torch']}:",
            "\n".join(markdown(table)),
            f"Geometric mean of the ratios of W1 to W7: {means}. {peers_sentence(speed['times'])} "
            f"{goals_sentence(speed['times'])}",
            ORDERS.replace("\n", " "),
            machine_line(machine),
        ]
    )


def goals_sentence(times):
    """Return which goals are not met."""
    goals = missed(times)
    return f"Goals that are not met: {'; '.join(goals)}." if goals else "All goals are met."


def peers_sentence(times):
    """Return how far behind the nearest of the other packages' layers in NumPy is."""
    ratios = {
        f"{peer}, {workload.name}, {dtype}": value
        for peer in PEERS
        for workload in CONVOLUTIONS
        for dtype in DTYPES
        if (value := ratio(seconds(times, workload.name, dtype, 1), peer))
    }
    if not ratios:
        return "No other package's layer in NumPy was measured."
    nearest = min(ratios, key=ratios.get)
    packages = ", ".join(dict.fromkeys(map(family, PEERS)))
    return (
        f"Of the other packages' layers in NumPy ({packages}) the nearest takes {two(ratios[nearest])} times as "
        f"long as quick ({nearest}); the goal is {PEERS_GOAL}."
    )


def write_readme(results):
    """Put the measured table into the README, between its two marks."""
    page = README.read_text(encoding="utf-8")
    section = f"{BEGIN}\n\n{readme_section(results)}\n\n{END}"
    README.write_text(
        re.sub(rf"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: section, page, flags=re.DOTALL), encoding="utf-8"
    )


def aligned(rows):
    """Return the lines of a table for the terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell:{'<' if k == 0 else '>'}{width}}" for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def markdown(rows):
    """Return the lines of a table in Markdown."""
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return [head, "|" + "---|" * len(rows[0]), *rest]


def milliseconds(value):
    """Write seconds as milliseconds with three digits."""
    return f"{1000 * value:#.3g}".rstrip(".") if value else "–"


def two(value):
    """Write a ratio with two decimals."""
    return f"{value:.2f}" if value else "–"
