"""Attacks on the warm process and on the next student. test_bubblewrap and test_limits try its children as well."""

import json
import subprocess

import pytest

from grading.sandbox.limits import Limits
from grading.sandbox.zygote import Child
from tests.grading.sandbox.conftest import completed

pytestmark = pytest.mark.usefixtures("needs_warm")
SECONDS = 300
ATTACKS = {
    "poisoned NumPy": "import numpy as np\nnp.sum = lambda *_: 42\nnp.pi = 3\nnp.random.seed = lambda *_: None",
    "poisoned figures": """
import convlib.lab.plots as plots, matplotlib
for name in plots.__all__:
    setattr(plots, name, lambda *args, **kwargs: "poison")
matplotlib.rcParams["figure.facecolor"] = "red"
""",
    "poisoned modules": "import builtins, sys\nbuiltins.len = lambda _: 7\nsys.modules['math'] = None\nsys.path[:] = []",
    "kill everything": "import os\nos.kill(-1, 9)",
    "kill the group": "import os, signal\nsignal.signal(15, signal.SIG_IGN)\nos.killpg(0, 15)\nos.kill(0, 15)",
    "kill and stop by number": """
import os
for pid in {os.getppid(), *range(1, 500)} - {os.getpid()}:
    for signal in (9, 19):
        try:
            os.kill(pid, signal)
        except OSError:
            pass
""",
    "exit": "import os\nos._exit(0)",
    "crash": "import ctypes\nctypes.string_at(0)",
    "stop": "import os\nos.kill(os.getpid(), 19)",
    "deaf loop": """
import signal
for number in set(range(1, 64)) - {9, 19, 32, 33}:
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
""",
    "fork bomb": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "memory": "kept = []\nwhile True:\n    kept.append(bytearray(b'x') * 2**26)",
    "100 MB of text": "for _ in range(100):\n    print('x' * 2**20)",
    "all descriptors": """
import os
for descriptor in range(1024):
    try:
        os.set_blocking(descriptor, False)
        os.write(descriptor, b'["ready", {}]' * 99 + b"\\xff" * 99)
        os.read(descriptor, 99)
    except OSError:
        pass
os.closerange(0, 1024)
""",
    "planted files": """
import os
for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), "/tmp/ipython/profile_default/startup"):
    os.makedirs(folder, exist_ok=True)
    for name in ("numpy.py", "sitecustomize.py", "00.py", "planted"):
        open(f"{folder}/{name}", "w").write("raise SystemExit")
""",
    "full folders": """
for folder in ("/tmp", "/dev/shm", "."):
    try:
        for number in range(100):
            open(f"{folder}/{number}", "wb").write(bytes(2**23))
    except OSError:
        pass
""",
    "System V": "import ctypes\nc = ctypes.CDLL(None)\nc.shmget(4660, 99, 0o1666)\nc.msgget(4660, 0o1666)\nc.semget(4660, 1, 0o1666)",
    "abstract socket": """
import os, socket, time
listener = socket.socket(socket.AF_UNIX)
listener.bind("\\0planted")
listener.listen()
if os.fork() == 0:
    os.setsid()
    time.sleep(10**6)
""",
    "timers and daemons": """
import atexit, os, signal, threading, time
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
threading.Timer(0.1, lambda: os._exit(3)).start()
atexit.register(print, "still here")
if os.fork() == 0:
    os.setsid()
    time.sleep(10**6)
""",
    "environment": "import os\nos.environ.clear()\nos.umask(0o777)\nos.chdir('/')",
    "terminal": "import os\nfor _ in range(20):\n    os.openpty()",
}
# What must be out of reach. Each prints what it has reached.
REACHING = {
    "namespaces": """
for flag in (1 << 17, *(1 << n for n in range(25, 31))):
    if c.unshare(flag) == 0:
        print("unshare", hex(flag))
for pid in filter(str.isdigit, os.listdir("/proc")):
    for kind in ("user", "mnt", "pid", "net"):
        with contextlib.suppress(OSError):
            if c.setns(os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY), 0) == 0:
                print("setns", pid, kind)
""",
    "mounts": """
for arguments in ((b"n", b"/tmp", b"tmpfs", 0, None), (b"/", b"/tmp", None, 4096, None), (b"n", b"/usr", None, 4128, None)):
    if c.mount(*arguments) == 0:
        print("mount", arguments)
for path in (b"/tmp", b"/proc", b"/dev/shm", b"/dev/pts", os.getcwdb(), b"given.py"):
    if c.umount2(path, 2) == 0:
        print("umount", path)
""",
    "other processes": """
for pid in set(range(1, 100)) - {os.getpid()}:
    if c.ptrace(16, pid, None, None) == 0:
        print("ptrace", pid)
    for name in ("environ", "mem", "maps", "fd"):
        with contextlib.suppress(OSError):
            open(f"/proc/{pid}/{name}") if name != "fd" else os.listdir(f"/proc/{pid}/fd")
            print(name, pid)
if len([pid for pid in os.listdir("/proc") if pid.isdigit()]) != 2:
    print("sees others")
""",
    "descriptors": """
for number in os.listdir("/proc/self/fd"):
    with contextlib.suppress(OSError):
        if int(number) > 2 or "socket" in os.readlink(f"/proc/self/fd/{number}"):
            print(number, os.readlink(f"/proc/self/fd/{number}"))
""",
    "sockets in folders": """
for folder in ("/tmp", "/run", "/var", "/home", "/dev"):
    for where, _, names in os.walk(folder):
        print(*(name for name in names if stat.S_ISSOCK(os.lstat(os.path.join(where, name)).st_mode)), end="")
""",
    "rights": """
for act in (lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.chroot("/tmp"), lambda: os.nice(-5)):
    with contextlib.suppress(OSError):
        act()
        print("allowed")
for name, text in ("oom_score_adj", "-1000"), ("uid_map", "0 0 1"), ("setgroups", "allow"):
    with contextlib.suppress(OSError):
        os.write(os.open(f"/proc/self/{name}", os.O_WRONLY), text.encode())
        print("wrote", name)
if "NoNewPrivs:\\t1" not in open("/proc/self/status").read() or os.getuid() == 0:
    print("privileged")
""",
    "setuid programs": """
import subprocess
for argv in (["su", "-c", "id"], ["mount", "-t", "tmpfs", "x", "/tmp"], ["unshare", "-Ur", "id"], ["bwrap", "--bind", "/", "/", "id"]):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        print(subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=True).stdout)
""",
    "objects of the warm process": """
import gc, socket
for item in gc.get_objects():
    if isinstance(item, socket.socket) and item.fileno() >= 0:
        print(item)
""",
}
HEAD = "import contextlib, ctypes, os, stat\nc = ctypes.CDLL(None, use_errno=True)\n"
NEXT = """
import ctypes, json, math, os, socket, sys
import matplotlib, numpy as np
import convlib.lab.plots as plots
found = [int(np.sum([1, 2])), len([1, 2]), float(np.pi), math.sqrt(4), matplotlib.rcParams["figure.facecolor"]]
found += [plots.positions.__name__, sorted(os.environ), os.getcwd(), "given" in sys.modules, os.umask(0o22)]
found += [os.listdir(folder) for folder in ("/tmp", "/dev/shm", ".", "/dev/pts")]
found += [ctypes.CDLL(None).shmget(4660, 99, 0), len([name for name in os.listdir("/proc") if name.isdigit()])]
with socket.socket(socket.AF_UNIX) as planted:
    found.append(planted.connect_ex("\\0planted") != 0)
open("/tmp/writable", "w").write("x" * 1000)
print(json.dumps(found))
"""


@pytest.fixture
def start(zygote):
    """``start(program)`` starts a child of the warm process."""
    return lambda program, limits=Limits(): Child(zygote.socket, program, {"given.py": b""}, limits)


@pytest.fixture(scope="module")
def untouched(zygote):
    """What a child finds before any attack."""
    found = completed(Child(zygote.socket, NEXT, {"given.py": b""}, Limits()))
    assert found.returncode == 0
    return json.loads(found.stdout)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_next_student_and_one_at_the_same_time_notice_nothing(attack, start, zygote, untouched):
    before = zygote.process.pid
    waits = start("import sys\nsys.stdin.read()\nprint('unharmed')")
    child = start(ATTACKS[attack], Limits(cpu_seconds=20))
    child.stdin.close()
    try:
        child.wait(2)  # what still runs then is terminated, as the judge does
    except subprocess.TimeoutExpired:
        pass
    child.kill()
    child.stdout.read()  # it comes to its end: nothing is left that could write
    child.stdout.close()
    child.wait(SECONDS)
    assert not child.lost
    assert completed(waits).stdout == "unharmed\n"
    found = completed(start(NEXT))
    assert json.loads(found.stdout) == untouched
    assert zygote.process.pid == before and zygote.process.poll() is None


@pytest.mark.parametrize("what", REACHING)
def test_out_of_reach(what, start):
    found = completed(start(HEAD + REACHING[what]))
    assert (found.stdout, found.returncode) == ("", 0)


def test_chance_differs_from_child_to_child(start):
    draws = {completed(start("import numpy, random; print(numpy.random.rand(), random.random())")).stdout for _ in range(3)}
    numbers = [number for draw in draws for number in draw.split()]
    assert len(set(numbers)) == 6


def test_its_process_has_two_pipes_and_its_parent_none(start):
    code = "import os; print(sorted(os.listdir('/proc/self/fd'))[:3], os.getpid() > 1, os.getppid())"
    assert completed(start(code)).stdout == "['0', '1', '2'] True 1\n"
