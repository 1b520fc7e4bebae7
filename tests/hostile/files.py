"""Files beside the notebook that shadow modules, run at start, or have odd names; see also `folders`."""

import io
import zipfile

from grading.classroom import demo
from tests.hostile.kinds import answer, beside

TOUCH = "import os\nopen('/tmp/convlib-hostile-canary', 'w').close()\n"
ALWAYS = "def __getattr__(name):\n    return lambda *args, **options: 100.0\n"
GIVEN = demo.BACKWARD  # a lesson with given.py
WRONG = "return np.zeros((1, 1)), (X, W)"


def bomb() -> bytes:
    """Return a zip that unpacks to 64 MB, with paths that leave the folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../large.bin", bytes(2**26))
    return packed.getvalue()


KINDS = {
    "shadow_json": beside("json.py ends the process when imported", {"json.py": "import os\nos._exit(1)\n"}),
    "shadow_pickle": beside("pickle.py loops when imported", {"pickle.py": "while True:\n    pass\n"}),
    "shadow_threading": beside("threading.py raises SystemExit", {"threading.py": "raise SystemExit(3)\n"}),
    "shadow_startup": beside(
        "files that Python and its tools run at start",
        {
            name: TOUCH
            for name in (
                "sitecustomize.py",
                "usercustomize.py",
                "conftest.py",
                "nbgrader_config.py",
                "jupyter_config.py",
                "ipython_config.py",
                ".pythonrc.py",
                ".ipython/profile_default/startup/00.py",
            )
        }
        | {"planted.pth": "import os; open('/tmp/convlib-hostile-canary', 'w').close()\n", "pyvenv.cfg": "home = .\n"},
    ),
    "shadow_standard_library": answer(
        "many of the standard library's modules, all of which say 100",
        "conv_forward",
        WRONG,
        files={
            f"{name}.py": ALWAYS
            for name in ("struct", "io", "base64", "types", "random", "typing", "socket", "IPython")
        },
    ),
    "shadow_convlib": answer(
        "a package convlib whose every function says 100",
        "conv_forward",
        WRONG,
        before="""
        import os, sys
        sys.path.insert(0, os.getcwd())
        for name in [name for name in sys.modules if name.startswith("convlib")]:
            del sys.modules[name]
        """,
        files={
            "convlib/__init__.py": ALWAYS,
            "convlib/lab/__init__.py": ALWAYS,
            "convlib/lab/check.py": ALWAYS,
            "grading/__init__.py": ALWAYS,
            "grading/judge/__init__.py": ALWAYS,
        },
    ),
    "shadow_given": answer(
        "given.py patches the checks, and its function overwrites its inputs",
        "conv_backward_repaired",
        "return np.ones(1), np.ones(1)",
        files={
            "given.py": "from convlib.lab import check\nfor name in dir(check):\n    if not name.startswith('__'):\n"
            "        try:\n            setattr(check, name, lambda *args: 100.0)\n        except Exception:\n"
            "            pass\n\ndef conv_forward(X, W):\n    X *= 0\n    return X, (X, W)\n"
        },
    ),
    "gradebook_beside": beside(
        "a gradebook, a log, and folders of the course's names",
        {
            "gradebook.db": b"SQLite format 3\0" + bytes(100),
            "nbgrader.log": "x",
            ".grading.lock": "x",
            "autograded/x": "x",
            "feedback/x": "x",
        },
    ),
    "false_timestamp": beside(
        "a timestamp with a formula and terminal codes", {"timestamp.txt": "0001-01-01 =HYPERLINK(1) \x1b[2J"}
    ),
    "names_like_formulas": beside(
        "names that are formulas, options, globs, commands or markup",
        {
            name: "x"
            for name in (
                "=HYPERLINK(1).csv",
                "-rf",
                "--help",
                "@SUM(A1)",
                "\t=1+1",
                "[ ]",
                "*",
                "%s%n",
                "{0.__class__}",
                "$(touch canary)",
                "; touch canary ;",
                "<img src=x onerror=alert(1)>",
                "~",
                "a" * 250,
            )
        },
    ),
    "names_of_terminal_codes": beside(
        "names of terminal codes and line breaks",
        {"\x1b[2J\x1b]0;x\x07.txt": "x", "a\nb.py": "x", "\u202egpj.exe": "x"},
    ),
    "packed_bomb": beside(
        "a zip that unpacks to far more, outside its folder", {"data.zip": bomb(), "data.npz": bomb()}
    ),
    "name_of_the_notebooks_folder": beside("a folder named like the check's own files", {"checks/probes/x.json": "[]"}),
}
