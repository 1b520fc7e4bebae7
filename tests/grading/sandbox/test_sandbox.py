"""Hostile code in real sandboxes: what it must not reach, and that the grader outlives it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.course import MEASURED
from grading.sandbox import bubblewrap
from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.execute import SandboxedExecute
from grading.sandbox.limits import Limits

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")
COURSE = Path(__file__).parents[3]


def python(code: str, limits: Limits = Limits(), files: Path | None = None, unsafe: bool = False, **options):
    """Run Python code in a sandbox."""
    sandbox = Sandbox(unsafe, limits)
    argv = sandbox.command([sys.executable, "-c", code], files=files)
    return subprocess.run(argv, env=sandbox.environment(), capture_output=True, text=True, timeout=300, **options)


def answer(code: str, limits: Limits = Limits(), files: Path | None = None, unsafe: bool = False):
    """Return what the code printed as JSON."""
    done = python(f"import json, os, sys\n{code}", limits, files, unsafe)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def outcome(statement: str, limits: Limits = Limits()) -> str:
    """Return the name of the error that a statement raises, or "ok"."""
    code = f"""
try:
    exec({statement!r})
except BaseException as error:
    print(json.dumps(type(error).__name__))
else:
    print('"ok"')
"""
    return answer(code, limits)


def test_stdin_stdout_and_stderr_pass_through():
    done = python("import sys; print(input()); print('oh', file=sys.stderr)", input="hello\n")
    assert (done.stdout, done.stderr, done.returncode) == ("hello\n", "oh\n", 0)
    assert python("raise SystemExit(3)").returncode == 3


def test_network_is_out_of_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5):  # from out here it answers
            pass
        connect = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)"
        assert outcome(connect) in ("ConnectionRefusedError", "OSError")
    assert outcome("import socket; socket.getaddrinfo('example.org', 80)") == "gaierror"
    assert answer("import socket; print(json.dumps([name for _, name in socket.if_nameindex()]))") == ["lo"]


def test_host_files_are_not_there(tmp_path):
    (tmp_path / "secret").write_text("s")
    names = ("convlib/conv/single.py", "grading/judge/judge.py", "solutions", "gradebook.db", ".git")
    course = [COURSE / name for name in names]
    host = [Path("/etc/shadow"), Path("/etc/hostname"), Path("/var"), Path.home() / ".cache"]
    paths = [str(path) for path in (*course, *host, tmp_path / "secret")]
    code = f"print(json.dumps([path for path in {paths!r} if os.path.exists(path)]))"
    # The course's folder may be there, hidden behind an empty one.
    assert set(answer(code)) <= {str(path) for path in COURSE.parents}
    assert answer("print(json.dumps(os.listdir('/home')))") == ["student"]
    course = f"print(json.dumps(os.listdir({str(COURSE)!r}) if os.path.exists({str(COURSE)!r}) else []))"
    assert set(answer(course)) <= {".venv"}


def test_nothing_outside_its_own_folders_is_writable():
    code = """
mounts, writable = [line.split()[1] for line in open("/proc/mounts")], []
for folder, folders, files in os.walk("/"):
    if folder == "/proc":
        folders[:] = []
    elif os.statvfs(folder).f_flag & os.ST_RDONLY:  # nothing here, but there may be other mounts below
        folders[:] = [d for d in folders if any(m.startswith(os.path.join(folder, d)) for m in mounts)]
        files = [file for file in files if os.path.join(folder, file) in mounts]
    paths = [folder, *(os.path.join(folder, name) for name in files)]
    writable += [path for path in paths if os.access(path, os.W_OK) and not os.path.islink(path)]
print(json.dumps([path for path in writable if not path.startswith("/tmp/")]))
"""
    devices = {f"/dev/{name}" for name in "full null pts pts/ptmx random tty urandom zero".split()}
    assert set(answer(code)) - devices == {"/tmp", bubblewrap.HOME, "/dev/shm"}


def test_its_own_folder_holds_the_files_but_no_notebook(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    (tmp_path / "01.ipynb").write_text("{}")
    (tmp_path / ".hidden").write_text("")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()
    code = "import given; print(json.dumps([os.getcwd(), sorted(os.listdir()), given.VALUE]))"
    assert answer(code, files=tmp_path) == [bubblewrap.HOME, ["given.py"], 7]
    assert python("open('given.py', 'w')", files=tmp_path).returncode == 1
    assert (tmp_path / "given.py").read_text() == "VALUE = 7"


@pytest.mark.parametrize("folder", [bubblewrap.HOME, "/tmp", "/dev/shm"])
def test_space_in_memory_is_limited(folder):
    fill = f"""
for i in range(40):
    with open(f"{folder}/{{i}}", "wb") as file:
        file.write(bytes(2**20))
"""
    assert outcome(fill, Limits(tmpfs_bytes=32 * 2**20)) == "OSError"
    assert outcome(fill, Limits(tmpfs_bytes=64 * 2**20)) == "ok"


def test_file_size_is_limited():
    write = "import os\nwith open('big', 'wb') as file: file.write(bytes(2 * 2**20))"
    assert outcome(write, Limits(file_bytes=2**20)) == "OSError"
    assert outcome(write, Limits(file_bytes=3 * 2**20)) == "ok"


def test_memory_is_limited():
    assert outcome("bytearray(2**30)", Limits(memory_bytes=2**29)) == "MemoryError"
    assert outcome("import numpy; numpy.ones(10**9)") == "MemoryError"


def test_processor_time_is_limited():
    assert python("while True: pass", Limits(cpu_seconds=1)).returncode == 128 + signal.SIGKILL


def test_limits_cannot_be_raised():
    assert outcome("import resource as r; r.setrlimit(r.RLIMIT_CPU, (999, 999))") == "ValueError"
    assert outcome("import resource as r; r.setrlimit(r.RLIMIT_NPROC, (999, 999))") == "ValueError"


def test_fork_bomb_is_contained_and_leaves_nothing():
    code = """
import os, time
for i in range(1000):
    try:
        if os.fork() == 0:
            time.sleep(10**6)
    except BlockingIOError:
        print(i, flush=True)
        os._exit(0)
"""
    done = python(code, Limits(processes=20))  # it comes back: the children, which hold its stdout, died with it
    assert int(done.stdout) < 20


def test_no_privileges():
    code = """
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
names = "CapEff", "CapPrm", "CapBnd", "CapAmb", "NoNewPrivs"
print(json.dumps({name: int(status[name], 16) for name in names}))
"""
    assert answer(code) == {"CapEff": 0, "CapPrm": 0, "CapBnd": 0, "CapAmb": 0, "NoNewPrivs": 1}
    assert answer("print(os.getuid())") != 0
    for statement in ("os.setuid(0)", "os.chroot('/tmp')", "import socket; socket.sethostname('x')"):
        assert outcome(f"import os; {statement}") in ("PermissionError", "OSError")


@pytest.mark.skipif(not Path("/usr/bin/unshare").exists(), reason="needs util-linux's unshare")
def test_no_further_user_namespace():
    if not bubblewrap._disable_userns():
        pytest.skip("bubblewrap before 0.8 cannot forbid it")
    assert answer("print(os.system('unshare --user --map-root-user true 2>/dev/null') != 0 and 1)") == 1


def test_other_processes_are_out_of_reach():
    pids = "[int(name) for name in os.listdir('/proc') if name.isdigit()]"
    assert max(answer(f"print(json.dumps({pids}))")) < 100
    # All that it may signal, its own pid 1 included, is its own sandbox.
    python("import os; os.kill(1, 9); os.kill(os.getppid(), 9); os.kill(-1, 9)")


def test_environment_is_clean(monkeypatch):
    monkeypatch.setenv("A_SECRET", "swordfish")
    code = """
seen = [open(f"/proc/{name}/environ").read() for name in os.listdir("/proc") if name.isdigit()]
print(json.dumps([dict(os.environ), "swordfish" in "".join(seen)]))
"""
    given, leaked = answer(code)
    assert not leaked
    given.pop("PWD", None)
    assert given == Sandbox().environment()


def test_toolkit_is_there_and_the_solutions_are_not():
    assert outcome("import convlib.lab") == "ok"
    for module in ("convlib.conv.single", "convlib.gradcheck", "grading", "grading.judge.judge"):
        assert outcome(f"import {module}") == "ModuleNotFoundError", module


def test_installed_course_is_hidden(tmp_path, monkeypatch):
    """A copy in site-packages, and a course below a prefix that is shown: neither can be read."""
    folder = tmp_path / "prefix/lib/site-packages"
    for name in ("convlib", "grading"):
        (folder / name).mkdir(parents=True)
        (folder / name / "conv.py").write_text("")
    (tmp_path / "prefix/course/.venv/bin").mkdir(parents=True)
    (tmp_path / "prefix/course/secret").write_text("")
    for path in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(path, 0o755)
    monkeypatch.setattr(bubblewrap.site, "getsitepackages", lambda: [str(folder)])
    mounts, lock = bubblewrap._view(None, None, Limits())
    assert {str(folder / "convlib"), str(folder / "grading")} <= set(lock)
    for hidden in lock[1::2][1:]:
        assert mounts[mounts.index(hidden) - 1] == "--tmpfs"


def test_missing_or_forbidden_bubblewrap_says_what_to_do(monkeypatch, tmp_path):
    bubblewrap._require_bubblewrap.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bubblewrap.SandboxMissing, match=r"apt install bubblewrap.*--unsafe-no-sandbox"):
        Sandbox().require()
    monkeypatch.undo()
    monkeypatch.setattr(bubblewrap, "_sandboxed", lambda *_: ["sh", "-c", "echo no permission >&2; exit 1"])
    with pytest.raises(bubblewrap.SandboxMissing, match=r"no permission.*--unsafe-no-sandbox"):
        Sandbox().require()


# Notebooks.


def execute(*sources: str, folder: Path | None = None, **options) -> list:
    """Run the cells as a notebook; return them."""
    settings = {"timeout": 60, "notebook_seconds": 240} | options
    notebook = new_notebook(cells=[new_markdown_cell("text"), *map(new_code_cell, sources)])
    resources = {"metadata": {"path": str(folder)}} if folder else {}
    SandboxedExecute(**settings).preprocess(notebook, resources)
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()  # can be saved
    return notebook.cells[1:]


def text(cell) -> str:
    """Return all text of a cell's outputs."""
    shown = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "".join(shown) + "".join(output.get("evalue", "") for output in cell.outputs)


def test_outputs_are_those_of_the_notebook(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    (tmp_path / "lesson.ipynb").write_text("{}")
    figure = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    late = "from IPython.display import *\nprint(1)\nclear_output()\nprint(2)\n"
    late += "d = display(3, display_id=True)\nd.update(4)"
    cells = execute(
        "from given import VALUE; VALUE", "1 / 0", figure, late, "", "open('lesson.ipynb')", folder=tmp_path
    )
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, None, 5]
    assert text(cells[0]) == "7"
    assert [output.get("ename") for output in cells[1].outputs] == ["ZeroDivisionError"]
    assert "image/png" in cells[2].outputs[0].data
    assert "".join(text(cells[3]).split()) == "24"
    assert cells[4].outputs == []
    assert cells[5].outputs[0].ename == "FileNotFoundError"


def test_endless_loop_is_stopped_and_the_rest_runs():
    cells = execute("while True: pass", "1 + 1", timeout=3)
    assert text(cells[0]).endswith("This cell ran longer than 3 s and was stopped.")
    assert text(cells[1]) == "2"


def test_endless_loop_that_ignores_the_interrupt():
    ignore = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    loop = "while True:\n    try:\n        time.sleep(0)\n    except BaseException:\n        pass"
    cells = execute("1", ignore + loop, "1 + 1", timeout=3)
    assert text(cells[1]) == "This cell ran longer than 3 s and was stopped."
    assert text(cells[2]) == "Not run: cell [2] stopped the kernel.\n"


def test_notebook_as_a_whole_is_limited():
    cells = execute("1", "import time; time.sleep(10**6)", "2", notebook_seconds=5)
    assert "longer than 5 s in all" in text(cells[1])
    assert text(cells[2]) == "Not run: cell [2] stopped the kernel.\n"


@pytest.mark.parametrize(
    "suicide",
    [
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
        # What is not a socket does not belong into the folder that the host shares.
        "import re\nfolder = re.search('(/\\\\S+/convlib-\\\\w+) ', open('/proc/mounts').read())[1]\n"
        "import time\nopen(f'{folder}/more', 'w')\ntime.sleep(10**6)",
    ],
)
def test_kernel_that_dies(suicide):
    cells = execute(suicide, "1 + 1")
    assert text(cells[0]) == "This cell ended Python itself, or used up its memory or processor time."
    assert text(cells[1]) == "Not run: cell [1] stopped the kernel.\n"


def test_floods_are_cut():
    flood = "while True: print('x' * 1000)"
    big = "from IPython.display import *\n"
    big += "for i in range(20): display(HTML('x' * 10**6), Markdown('y' * 10**6))"
    huge = "display(HTML('x' * 10**8)); 5"
    cells = execute(flood, big, huge, "2", timeout=5, text_bytes=5000, image_bytes=3 * 10**6)
    assert len(json.dumps(cells)) < 4 * 10**6
    assert all("Some output was cut" in text(cell) for cell in cells[:2])
    assert text(cells[0]).startswith("x" * 1000)
    assert "longer than 5 s" in text(cells[0])
    assert text(cells[3]) == "2"


def test_memory_flood_leaves_the_rest_alive():
    cells = execute("import numpy as np; np.ones(10**9)", "2")
    assert cells[0].outputs[0].ename == "MemoryError"
    assert text(cells[1]) == "2"


def test_forged_messages():
    forge = r"""
kernel = get_ipython().kernel
parent = kernel.get_parent()
contents = [{}, {"execution_state": 7, "name": 1, "text": {}, "data": [], "ename": {}, "traceback": 3}]
contents += [{"data": {"text/plain": {"a": 1}, "text/html": [1]}, "metadata": 5, "transient": "x"}]
contents += [{"name": "stdout", "text": "forged\ud800", "comm_id": [], "wait": 3}]
kinds = ["stream", "error", "display_data", "status", "execute_result", "update_display_data", "clear_output"]
for kind in [*kinds, "comm_open", "comm_msg", "execute_reply", "", "nonsense"]:
    for content in contents:
        try:
            kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
        except UnicodeEncodeError:
            pass
kernel.iopub_socket.send_multipart([b"", b"<IDS|MSG>", b"no", b"{", b"[" * 10**5, b"}"] + [b"x"] * 50)
kernel.iopub_socket.send_multipart([b"x"] * 3)
print("\\ud800")
"""
    cells = execute(forge, "print('next')", 'print("a\\ud800"[:1])', timeout=10)
    assert text(cells[1]) == "next\n"
    assert text(cells[2]) == "a\n"


def test_endless_message_does_not_fill_the_grader():
    """One message of endless parts, which ZMQ gathers before anyone can look at it."""
    endless = """
kernel = get_ipython().kernel
import zmq
while True:
    kernel.iopub_thread.socket.send(b"x" * 2**22, zmq.SNDMORE)
"""
    cells = execute(endless, "2", timeout=3)
    nbformat.validate(new_notebook(cells=cells))  # it is as it may be, but we are here


def test_closed_sockets():
    cells = execute("import os; os.closerange(3, 256)", "2", timeout=3)
    assert "Python itself" in text(cells[0]) or "longer than" in text(cells[0])
    assert text(cells[1]).startswith("Not run")


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(bubblewrap.tempfile, "tempdir", str(tmp_path))
    for path in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(path, 0o755)
    execute("import os, time\nif os.fork() == 0: time.sleep(60)", "while True: pass", timeout=1)
    assert list(tmp_path.iterdir()) == []
    for _ in range(600):
        if not processes_that_name(tmp_path):
            break
        time.sleep(0.1)
    assert not processes_that_name(tmp_path)


def processes_that_name(path: Path) -> list[bytes]:
    """Return the command lines of this machine's processes that hold a path."""
    commands = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended
            commands.append(file.read_bytes())
    return [line for line in commands if str(path).encode() in line]


def test_without_sandbox_when_asked(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    assert answer("import given, convlib.lab; print(given.VALUE)", files=tmp_path, unsafe=True) == 7
    assert text(execute("import given; given.VALUE", folder=tmp_path, unsafe_no_sandbox=True)[0]) == "7"


def test_no_variable_switches_the_sandbox_off(monkeypatch, tmp_path):
    """CONVLIB_UNSAFE_NO_SANDBOX once did."""
    (tmp_path / "secret").write_text("s")
    look = f"import os; print(os.path.exists({str(tmp_path / 'secret')!r}))"
    assert python(look, unsafe=True).stdout == "True\n"
    monkeypatch.setenv("CONVLIB_UNSAFE_NO_SANDBOX", "1")
    assert python(look).stdout == "False\n"
    assert text(execute(look)[0]) == "False\n"
    assert "CONVLIB_UNSAFE_NO_SANDBOX" not in Sandbox().environment()


def test_cells_that_train_or_measure_are_not_run():
    cells = [
        new_code_cell("n = 1"),
        new_code_cell("n = 2", metadata={"tags": [MEASURED]}),
        new_code_cell("print(n)"),
        new_code_cell("print(n)", metadata={"tags": [MEASURED], "nbgrader": {}}),
    ]
    notebook = new_notebook(cells=cells)
    cells[2].metadata["tags"] = 7  # as no program writes it, but a student's might
    SandboxedExecute(timeout=60).preprocess(notebook, {})
    assert list(map(text, cells)) == ["", "Not run when graded: this cell trains or measures time.\n", "1\n", "1\n"]
