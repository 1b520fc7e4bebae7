"""Run a student's code in isolation: no network, no host files, limited resources.

`Sandbox.start` runs a program in bubblewrap. Python and the student's toolkit are there, read-only; the course
(solutions, gradebook, grading) is not. The warm process (`grading.sandbox.zygote`) is started in the same view.

Code that starts a student's code gets a `Sandbox` from its caller. Only the command line's ``--unsafe-no-sandbox`` and
nbgrader's configuration create one that does not isolate: there is no global switch.
"""

import atexit
import functools
import os
import random
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from grading.course import ROOT
from grading.sandbox.limits import Limits
from grading.sandbox.starter import Files, contents_of

HOME = "/home/student"
FONTS = "/tmp/matplotlib"
INSTEAD = "or pass --unsafe-no-sandbox to run students' code unprotected"


class SandboxMissing(RuntimeError):
    """The sandbox is not available on this machine; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Sandbox:
    """How students' code is run.

    Parameters
    ----------
    unsafe : bool
        Run it without bubblewrap, with the grader's permissions and without limits: only for code that you trust.
    """

    unsafe: bool = False

    def require(self) -> None:
        """Raise unless a sandbox can be started.

        Raises
        ------
        SandboxMissing
            If bubblewrap is not installed, or not permitted to work.
        """
        if not self.unsafe:
            _require_bubblewrap()

    def start(self, program: str, files: Files = None, limits: Limits = Limits()) -> subprocess.Popen[bytes]:
        """Start the source of a Python program in a sandbox of its own.

        Parameters
        ----------
        program : str
        files : dict of str to bytes, or pathlib.Path, optional
            The files in the program's working directory, read-only; see `contents_of`.
        limits : Limits
            There are none in unsafe mode.

        Raises
        ------
        SandboxMissing
            If bubblewrap is not installed, or not permitted to work.
        """
        self.require()
        argv, contents = [sys.executable, "-c", program], contents_of(files)
        if self.unsafe:
            return _popen(argv, env=self.environment(), cwd=_folder_with(contents))
        with ExitStack() as stack:  # bubblewrap has its own copies of the descriptors
            shown = {name: stack.enter_context(_in_memory(data)).fileno() for name, data in contents.items()}
            argv = isolated(argv, shown, limits)
            return _popen(argv, env=self.environment(), pass_fds=tuple(shown.values()))

    def environment(self) -> dict[str, str]:
        """Return all environment variables of the student's process; it does not inherit the grader's own."""
        return _environment(self.unsafe)


def _environment(unsafe: bool) -> dict[str, str]:
    fixed = {"CONVLIB_STATIC": "1", "LANG": "C.UTF-8"}
    fixed |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"}
    # One thread each: the class is graded in parallel, and threads count towards the limits.
    fixed |= {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if unsafe:
        names = "PATH HOME TMPDIR LD_LIBRARY_PATH SYSTEMROOT TEMP TMP USERPROFILE APPDATA LOCALAPPDATA"
        kept = {name: os.environ[name] for name in names.split() if name in os.environ}
        return {**kept, **fixed, "PYTHONPATH": str(ROOT)}
    if "LD_LIBRARY_PATH" in os.environ:  # some Pythons (GitHub's) need it to find their own library
        fixed["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    fixed |= {"HOME": HOME, "USER": "student", "LOGNAME": "student", "PYTHONPATH": "/toolkit"}
    fixed |= {"MPLCONFIGDIR": FONTS, "IPYTHONDIR": "/tmp/ipython"}
    return {**fixed, "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"}


def _popen(argv: list[str], **options: object) -> subprocess.Popen[bytes]:
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(argv, **streams, **options)  # type: ignore[call-overload, no-any-return]


def _in_memory(data: bytes) -> IO[bytes]:
    """Return a file that is in no folder."""
    file = os.fdopen(os.memfd_create("file"), "w+b")
    file.write(data)
    file.seek(0)
    return file


def isolated(
    argv: list[str], files: Mapping[str, int], limits: Limits, *, forks_sandboxes: bool = False
) -> list[str]:
    """Return `argv` wrapped in bubblewrap; its descriptors pass through.

    Parameters
    ----------
    argv : list of str
        The program, with absolute paths under ``sys.prefix`` or ``/usr``.
    files : dict of str to int
        Descriptors of the files in the working directory.
    limits : Limits
    forks_sandboxes : bool
        Whether it may create further namespaces, and is not limited itself: only for the warm process.
    """
    view, lock = _view(files, limits)
    # Its own user namespace keeps it from creating further ones, in which it could mount, say, a larger /tmp.
    alone = ["--unshare-all", "--unshare-user", *([] if forks_sandboxes else _disable_userns())]
    alone += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--proc", "/proc", "--dev", "/dev"]
    alone += [*_tmpfs(limits), "/dev/shm", "--remount-ro", "/dev"]
    # Set inside, where Linux 5.14 and later count only this sandbox's processes, not all of the user's.
    run = f"--chdir {HOME} -- prlimit --cpu={limits.cpu_seconds} --as={limits.memory_bytes}".split()
    run += f"--fsize={limits.file_bytes} --nproc={limits.processes} --nofile=256".split()
    run += ["--core=0", "--memlock=65536", "--msgqueue=0", "--"]
    run = ["--chdir", HOME, "--", *argv] if forks_sandboxes else [*run, *argv]
    # `env -i` rather than --clearenv: bubblewrap's own environment can be read inside as /proc/1/environ.
    # If memory still runs out, choom makes a student's process the one that is killed.
    start = ["env", "-i", *(f"{name}={value}" for name, value in _environment(unsafe=False).items())]
    start += ["choom", "-n", "500" if forks_sandboxes else "1000", "--", "bwrap"]
    if os.geteuid() != 0:
        return [*start, *view, *alone, *lock, *run]
    # Root is exempt from the process limit, and owns the host's files. So root only sets up the view, because
    # an ordinary user may not read /root; then it drops its privileges for good, under a user id that nobody has.
    # (Its own PID namespace terminates what is inside when it dies: it may not signal another user's processes.)
    user = random.randrange(200_000, 2_000_000_000)
    root = "--bind /proc /proc --dev-bind /dev /dev --unshare-pid --die-with-parent".split()
    root += [word for name in ("SETUID", "SETGID", "SETPCAP") for word in ("--cap-add", f"CAP_{name}")]
    user_only = f"setpriv --reuid={user} --regid={user} --clear-groups --inh-caps=-all --bounding-set=-all"
    step_down = [*user_only.split(), "bwrap", "--bind", "/", "/"]
    return [*start, *view, *root, *lock, "--", *step_down, *alone, *run]


def _tmpfs(limits: Limits) -> list[str]:
    """Return bubblewrap's option for a writable folder in memory, without its path."""
    return ["--perms", "1777", "--size", str(limits.tmpfs_bytes), "--tmpfs"]


def _view(files: Mapping[str, int], limits: Limits) -> tuple[list[str], list[str]]:
    """Return bubblewrap's arguments that make files visible (no others are), and those that make them read-only."""
    links = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
    system = ["/usr", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime"]
    prefixes = [os.path.abspath(path) for path in (sys.prefix, sys.base_prefix)]
    # bubblewrap's option for each path, without the path itself.
    shown = (*links, *system, *prefixes, *map(os.path.realpath, prefixes))
    mounts = {path: ["--ro-bind", path] for path in shown if os.path.exists(path)}
    mounts |= {path: ["--symlink", os.readlink(path)] for path in links if os.path.islink(path)}
    # The course may be under a prefix, or an installed copy of it in site-packages.
    packages = {Path(path).resolve() for path in site.getsitepackages()}
    copies = {folder / name for folder in packages for name in ("convlib", "grading")}
    hidden = [str(path) for path in ({ROOT} - packages) | copies if path.exists()]
    mounts |= {path: ["--tmpfs"] for path in hidden}
    mounts |= {path: _tmpfs(limits) for path in ("/tmp", HOME)}
    shared = {"/toolkit/convlib": [ROOT / "convlib" / name for name in ("__init__.py", "shapes.py", "lab")]}
    shared |= {FONTS: _font_lists()}
    for folder, paths in shared.items():
        mounts |= {f"{folder}/{path.name}": ["--ro-bind", str(path)] for path in paths}
    mounts[FONTS] = ["--perms", "1777", "--dir"]
    mounts |= {f"{HOME}/{name}": ["--perms", "0444", "--ro-bind-data", str(file)] for name, file in files.items()}
    # bubblewrap would create missing parents with access for their owner only.
    parents = {str(parent) for path in mounts for parent in Path(path).parents} - {"/"}
    mounts = {path: ["--perms", "0755", "--dir"] for path in parents} | mounts
    # Parents first, so that what hides a folder comes before what shows a part of it again.
    view = [word for path in sorted(mounts, key=lambda path: path.count("/")) for word in (*mounts[path], path)]
    # The root and the hiding folders are writable, and of unlimited size, until they are remounted read-only.
    return view, [word for path in ("/", *hidden) for word in ("--remount-ro", path)]


@functools.cache
def _font_lists() -> list[Path]:
    """Return Matplotlib's list of this machine's fonts, which would take seconds to create each time."""
    try:
        import matplotlib.font_manager  # creates the list if there is none yet
    except ImportError:
        return []
    return list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))


@functools.cache
def _disable_userns() -> list[str]:
    """Return the option that forbids further user namespaces; bubblewrap has had it since 0.8."""
    known = subprocess.run(["bwrap", "--help"], capture_output=True, text=True).stdout
    return ["--disable-userns"] if "--disable-userns" in known else []


@functools.cache
def _require_bubblewrap() -> None:
    """Raise SandboxMissing unless a sandbox can be started here."""
    if not shutil.which("bwrap"):
        raise SandboxMissing(f"Grading needs bubblewrap: run `sudo apt install bubblewrap`, {INSTEAD}.")
    trial = isolated([sys.executable, "-c", ""], {}, Limits())
    ended = subprocess.run(trial, capture_output=True, text=True)
    if ended.returncode:
        why = (ended.stderr.strip().splitlines() or ["no message"])[-1]
        how = "`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0` allows it on Ubuntu"
        raise SandboxMissing(f"bubblewrap is installed but cannot work here ({why}): {how}, {INSTEAD}.")


def _folder_with(contents: Mapping[str, bytes]) -> str:
    """Return a temporary folder with these files; it is removed when the grader exits."""
    folder = tempfile.mkdtemp(prefix="convlib-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, data in contents.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
