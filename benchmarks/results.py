"""The measurements, in a readable file: one line per row, numbers with eight digits."""

import json
from pathlib import Path

FILE = Path(__file__).parent / "results.json"
# A value that takes no more characters than this is written on one line.
WIDTH = 1200


def read():
    """Return the parts that were measured, by name; each with the "machine" and what was "found"."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def write(results):
    """Write all parts."""
    FILE.write_text(text(rounded(results)) + "\n", encoding="utf-8")


def rounded(value):
    """Return the value with each float rounded to eight digits."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return float(f"{value:.8g}") if isinstance(value, float) else value


def text(value, indent=0):
    """Return JSON that is split into lines only where one line would be too long."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = indent + 1
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {text(item, inner)}" for key, item in value.items()]
    else:
        items = [text(item, inner) for item in value]
    between = ",\n" + " " * inner
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n{' ' * inner}{between.join(items)}\n{' ' * indent}{end}"
