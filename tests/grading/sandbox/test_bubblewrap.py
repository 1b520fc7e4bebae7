"""Hostile code in a real sandbox: what it must not reach."""

import os
import socket
import sys
from pathlib import Path

import pytest

from grading.course import ROOT
from grading.sandbox import bubblewrap
from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits
from tests.grading.sandbox.conftest import completed

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")


def test_stdin_and_stdout_are_pipes_and_the_exit_code_comes_back(python):
    done = python("import sys; print(input()); print('oh', file=sys.stderr)", input=b"hello\n")
    assert (done.stdout, done.returncode) == ("hello\n", 0)
    assert python("raise SystemExit(3)").returncode == 3
    assert python("raise ValueError").returncode == 1
    assert python("import os; os.kill(os.getpid(), 9)").returncode == 128 + 9


def test_network_is_out_of_reach(answer, outcome):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5):  # from outside it answers
            pass
        connect = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)"
        assert outcome(connect) in ("ConnectionRefusedError", "OSError")
    assert outcome("import socket; socket.getaddrinfo('example.org', 80)") == "gaierror"
    assert answer("import socket; print(json.dumps([name for _, name in socket.if_nameindex()]))") == ["lo"]


def test_host_files_are_not_there(answer, tmp_path):
    (tmp_path / "secret").write_text("s")
    names = ("convlib/conv/single.py", "grading/judge/judge.py", "solutions", "gradebook.db", ".git")
    course = [ROOT / name for name in names]
    host = [Path("/etc/shadow"), Path("/etc/hostname"), Path("/var"), Path.home() / ".cache"]
    paths = [str(path) for path in (*course, *host, tmp_path / "secret")]
    code = f"print(json.dumps([path for path in {paths!r} if os.path.exists(path)]))"
    # The course's folder may exist, hidden by an empty one.
    assert set(answer(code)) <= {str(path) for path in ROOT.parents}
    assert answer("print(json.dumps(os.listdir('/home')))") == ["student"]
    course = f"print(json.dumps(os.listdir({str(ROOT)!r}) if os.path.exists({str(ROOT)!r}) else []))"
    # Python itself may be in it: .venv, or nox's .nox.
    python = {Path(sys.prefix).relative_to(ROOT).parts[0]} if Path(sys.prefix).is_relative_to(ROOT) else set()
    assert set(answer(course)) <= python


def test_nothing_outside_its_own_folders_is_writable(answer):
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


def test_its_own_folder_holds_the_files_but_no_notebook(python, answer, tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    (tmp_path / "01.ipynb").write_text("{}")
    (tmp_path / ".hidden").write_text("")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    (tmp_path / "package").mkdir()
    (tmp_path / "package/part.py").write_text("VALUE = 8")
    code = "import given; from package import part\n"
    code += "print(json.dumps([os.getcwd(), sorted(os.listdir()), given.VALUE, part.VALUE]))"
    assert answer(code, files=tmp_path) == [bubblewrap.HOME, ["given.py", "package"], 7, 8]
    for change in ("open('given.py', 'w')", "import os; os.remove('given.py')", "import os; os.rename('given.py', 'x')"):
        assert python(change, files=tmp_path).returncode == 1, change
    assert (tmp_path / "given.py").read_text() == "VALUE = 7"


def test_files_may_come_from_memory(answer):
    files = {"given.py": b"VALUE = 7", "a/b/c.bin": bytes(range(256)) * 1000, "../out": b"", "/abs": b"", "n.ipynb": b""}
    code = "import given; data = open('a/b/c.bin', 'rb').read(); print(json.dumps([given.VALUE, len(data), os.listdir()]))"
    value, size, names = answer(code, files=files)
    assert (value, size, set(names)) == (7, 256_000, {"given.py", "a"})


def test_no_privileges(answer, outcome):
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
def test_no_further_user_namespace(answer):
    if not bubblewrap._disable_userns():
        pytest.skip("bubblewrap before 0.8 cannot forbid it")
    assert answer("print(os.system('unshare --user --map-root-user true 2>/dev/null') != 0 and 1)") == 1


def test_other_processes_are_out_of_reach(python, answer):
    pids = "[int(name) for name in os.listdir('/proc') if name.isdigit()]"
    assert max(answer(f"print(json.dumps({pids}))")) < 100
    # It can signal only its own sandbox, including its pid 1.
    python("import os; os.kill(1, 9); os.kill(os.getppid(), 9); os.kill(-1, 9)")


def test_environment_is_clean(answer, monkeypatch):
    monkeypatch.setenv("A_SECRET", "swordfish")
    code = """
seen = [open("/proc/self/environ").read()]
for name in os.listdir("/proc"):
    try:
        seen.append(open(f"/proc/{name}/environ").read())
    except OSError:
        pass  # not a process, or one that shows nothing
print(json.dumps([dict(os.environ), "swordfish" in "".join(seen)]))
"""
    given, leaked = answer(code)
    assert not leaked
    given.pop("PWD", None)
    assert given == Sandbox().environment()


def test_toolkit_is_there_and_the_solutions_are_not(outcome):
    assert outcome("import convlib.lab") == "ok"
    for module in ("convlib.conv.single", "convlib.gradcheck", "grading", "grading.judge.judge"):
        assert outcome(f"import {module}") == "ModuleNotFoundError", module


def test_installed_course_is_hidden(tmp_path, monkeypatch):
    """A copy in site-packages, and a course under a visible prefix: neither can be read."""
    folder = tmp_path / "prefix/lib/site-packages"
    for name in ("convlib", "grading"):
        (folder / name).mkdir(parents=True)
        (folder / name / "conv.py").write_text("")
    (tmp_path / "prefix/course/.venv/bin").mkdir(parents=True)
    (tmp_path / "prefix/course/secret").write_text("")
    for path in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(path, 0o755)
    monkeypatch.setattr(bubblewrap.site, "getsitepackages", lambda: [str(folder)])
    mounts, lock = bubblewrap._view({}, Limits())
    assert {str(folder / "convlib"), str(folder / "grading")} <= set(lock)
    for hidden in lock[1::2][1:]:
        assert mounts[mounts.index(hidden) - 1] == "--tmpfs"


def test_missing_or_forbidden_bubblewrap_says_what_to_do(monkeypatch, tmp_path):
    bubblewrap._require_bubblewrap.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bubblewrap.SandboxMissing, match=r"apt install bubblewrap.*--unsafe-no-sandbox"):
        Sandbox().require()
    monkeypatch.undo()
    monkeypatch.setattr(bubblewrap, "isolated", lambda *_: ["sh", "-c", "echo no permission >&2; exit 1"])
    with pytest.raises(bubblewrap.SandboxMissing, match=r"no permission.*--unsafe-no-sandbox"):
        Sandbox().require()


def test_without_sandbox_when_asked(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    process = Sandbox(unsafe=True).start("import given, convlib.lab; print(given.VALUE)", tmp_path)
    assert completed(process).stdout == "7\n"


def test_no_variable_switches_the_sandbox_off(answer, monkeypatch, tmp_path):
    """CONVLIB_UNSAFE_NO_SANDBOX used to."""
    (tmp_path / "secret").write_text("s")
    look = f"print(os.path.exists({str(tmp_path / 'secret')!r}) and 1 or 0)"
    unsafe = completed(Sandbox(unsafe=True).start(f"import os\n{look}"))
    assert unsafe.stdout == "1\n"
    monkeypatch.setenv("CONVLIB_UNSAFE_NO_SANDBOX", "1")
    assert answer(look) == 0
    assert "CONVLIB_UNSAFE_NO_SANDBOX" not in Sandbox().environment()
