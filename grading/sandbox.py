"""Run a student's code where it can reach nothing: no network, no host files, no more than its share.

Everything that a student wrote runs behind `command`, which wraps an argv in bubblewrap. Python and the student's
toolkit are there, read-only; the course (solutions, gradebook, grading) is not.
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
from dataclasses import dataclass
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]
HOME = "/home/student"
UNSAFE = "CONVLIB_UNSAFE_NO_SANDBOX"


class SandboxMissing(RuntimeError):
    """The sandbox cannot be had on this machine; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use; `cpu_seconds`, `memory_bytes` and `file_bytes` count for each process in it."""

    cpu_seconds: int = 60
    memory_bytes: int = 2 * 1024**3
    file_bytes: int = 16 * 1024**2
    processes: int = 64
    scratch_bytes: int = 64 * 1024**2


def unsafe() -> bool:
    """Say whether the instructor has chosen to run students' code without a sandbox."""
    return os.environ.get(UNSAFE) == "1"


def environment() -> dict[str, str]:
    """Return the whole environment of the student's process; nothing of the grader's own passes through."""
    fixed = {"CONVLIB_STATIC": "1", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"}
    # One thread each: the class is graded in parallel, and threads count towards the limits.
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if unsafe():
        keep = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
        kept = {name: os.environ[name] for name in keep if name in os.environ}
        return {**kept, **fixed, **threads, "PYTHONPATH": str(COURSE)}
    path = f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    home = {"HOME": HOME, "USER": "student", "LOGNAME": "student", "PATH": path, "PYTHONPATH": "/toolkit"}
    return {**fixed, **threads, **home, "MPLCONFIGDIR": "/tmp/matplotlib", "IPYTHONDIR": "/tmp/ipython"}


def command(
    argv: list[str], *, files: Path | None = None, socket_dir: Path | None = None, limits: Limits = Limits()
) -> list[str]:
    """Return the argv that runs `argv` in a sandbox of its own; stdin, stdout and stderr pass through.

    Parameters
    ----------
    argv
        The program, with absolute paths below ``sys.prefix`` or ``/usr``.
    files
        A folder whose plain files (no notebooks, no hidden files) the program finds, read-only, in its own folder.
    socket_dir
        A folder that stays writable, at the same path, for the kernel's sockets. It is given to the sandbox's user.
    limits
        What the program may use.

    Raises
    ------
    SandboxMissing
        If bubblewrap is not installed, or not allowed to work.
    """
    if unsafe():
        return _unsandboxed(argv, files)
    _require_bubblewrap()
    return _sandboxed(argv, files, socket_dir, limits)


def _sandboxed(argv: list[str], files: Path | None, socket_dir: Path | None, limits: Limits) -> list[str]:
    visible, locked = _view(files, socket_dir, limits)
    # Set inside, where the kernel counts only this sandbox's processes, and not everything that the user runs.
    limited = [
        *("prlimit", f"--cpu={limits.cpu_seconds}", f"--as={limits.memory_bytes}", f"--fsize={limits.file_bytes}"),
        *(f"--nproc={limits.processes}", "--nofile=256", "--core=0", "--memlock=65536", "--msgqueue=0", "--"),
    ]
    # Its own user namespace keeps it from making further ones, in which it could mount, say, a larger /tmp.
    alone = ["--unshare-all", "--unshare-user", *_disable_userns(), "--die-with-parent", "--new-session"]
    alone += ["--hostname", "sandbox", "--proc", "/proc", "--dev", "/dev"]
    alone += ["--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
    run = ["--chdir", HOME, "--", *limited, *argv]
    # `env -i` rather than --clearenv: bubblewrap's own environment can be read inside as /proc/1/environ.
    # If memory runs short all the same, choom makes this process the one that goes.
    outside = ["env", "-i", *(f"{k}={v}" for k, v in environment().items()), "choom", "-n", "1000", "--", "bwrap"]
    if os.geteuid() != 0:
        return [*outside, *visible, *alone, *locked, *run]
    # Root is exempt from the process limit, and owns the host's files. So root only sets up the view, because an
    # ordinary user may not look below /root; then it steps down for good, to a user whom nobody else is.
    user = str(random.randrange(200_000, 2_000_000_000))
    if socket_dir:
        for path in (socket_dir, *socket_dir.iterdir()):
            os.chown(path, int(user), int(user))
    step_down = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all"]
    step_down += ["--bounding-set=-all", "--pdeathsig=KILL", "bwrap", "--bind", "/", "/"]
    capabilities = [word for name in ("SETUID", "SETGID", "SETPCAP") for word in ("--cap-add", f"CAP_{name}")]
    host = ["--bind", "/proc", "/proc", "--dev-bind", "/dev", "/dev", "--die-with-parent", *capabilities]
    return [*outside, *visible, *host, *locked, "--", *step_down, *alone, *run]


def _view(files: Path | None, socket_dir: Path | None, limits: Limits) -> tuple[list[str], list[str]]:
    """Return bubblewrap's arguments for the file system (only what they name is there), and those that lock it."""
    scratch = ["--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs"]
    folder = ["--perms", "0755", "--dir"]
    system = ["/usr", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime"]
    system += ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
    prefixes = {os.path.abspath(path) for path in (sys.prefix, sys.base_prefix)}
    # What to do for each path, inside; the words lack the path itself.
    do = {path: ["--ro-bind", path] for path in (*system, *prefixes, *map(os.path.realpath, prefixes))}
    do = {path: words for path, words in do.items() if os.path.exists(path)}
    do |= {path: ["--symlink", os.readlink(path)] for path in do if os.path.islink(path) and path in system[-6:]}
    # The course may lie below a prefix, or an installed copy of it in site-packages.
    packages = {Path(path).resolve() for path in site.getsitepackages()}
    hidden = {str(each / name) for each in packages for name in ("convlib", "grading") if (each / name).exists()}
    hidden |= {str(course) for course in {COURSE} - packages}
    do |= {path: ["--tmpfs"] for path in hidden} | {"/tmp": scratch, HOME: scratch}
    do |= {f"/toolkit/convlib/{name}": ["--ro-bind", f"{COURSE}/convlib/{name}"] for name in ("__init__.py", "lab")}
    do |= {f"{HOME}/{file.name}": ["--ro-bind", str(file)] for file in _plain_files(files)}
    do |= {"/tmp/matplotlib": ["--perms", "1777", "--dir"]}
    do |= {f"/tmp/matplotlib/{path.name}": ["--ro-bind", str(path)] for path in _font_lists()}
    if socket_dir:
        do[str(socket_dir)] = ["--bind", str(socket_dir)]
    # bubblewrap makes missing parents that only their owner may enter.
    do = {str(parent): folder for path in do for parent in Path(path).parents if str(parent) != "/"} | do
    # Parents first, so that what hides a folder comes before what shows a part of it again.
    view = [word for path in sorted(do, key=lambda path: path.count("/")) for word in (*do[path], path)]
    # The root and the hiding folders are writable, and of any size, until they are locked.
    return view, [word for path in ("/", *hidden) for word in ("--remount-ro", path)]


def _plain_files(files: Path | None) -> list[Path]:
    """Return the files that a program may see; a link could lead anywhere, so no links."""
    found = sorted(Path(files).resolve().iterdir()) if files else []
    return [f for f in found if f.is_file() and not f.is_symlink() and f.suffix != ".ipynb" and f.name[0] != "."]


@functools.cache
def _font_lists() -> list[Path]:
    """Return Matplotlib's list of this machine's fonts, which would take seconds to make anew each time."""
    try:
        import matplotlib.font_manager  # makes the list if there is none yet
    except ImportError:
        return []
    return list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))


@functools.cache
def _disable_userns() -> list[str]:
    """Return the option that forbids further user namespaces; bubblewrap has it since 0.8."""
    known = subprocess.run(["bwrap", "--help"], capture_output=True, text=True).stdout
    return ["--disable-userns"] if "--disable-userns" in known else []


@functools.cache
def _require_bubblewrap() -> None:
    """Raise SandboxMissing unless a sandbox starts here."""
    instead = "or pass --unsafe-no-sandbox to run students' code unprotected"
    if not shutil.which("bwrap"):
        raise SandboxMissing(f"Grading needs bubblewrap: run `sudo apt install bubblewrap`, {instead}.")
    trial = subprocess.run(_sandboxed([sys.executable, "-c", ""], None, None, Limits()), capture_output=True, text=True)
    if trial.returncode:
        why = (trial.stderr.strip().splitlines() or ["no message"])[-1]
        hint = "let it make user namespaces (`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu)"
        raise SandboxMissing(f"bubblewrap is installed but cannot make a sandbox here ({why}): {hint}, {instead}.")


def _unsandboxed(argv: list[str], files: Path | None) -> list[str]:
    """Return `argv` run as it is, in a temporary folder with the files."""
    folder = tempfile.mkdtemp(prefix="convlib-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in _plain_files(files):
        shutil.copy(file, folder)
    if os.name == "nt":  # Windows has no exec, and killing a parent would not kill its child
        return argv
    change = "import os, sys; os.chdir(sys.argv[1]); os.execve(sys.argv[2], sys.argv[2:], dict(os.environ))"
    return [sys.executable, "-S", "-c", change, folder, *argv]
