"""Inside the sandbox: a warm process, in which only course code has run, forks an isolated child for each student.

Three processes serve one student. Each is the parent of the next:

- the **supervisor** reads the request, creates the namespaces, and terminates everything once the grader asks for it
  or is gone;
- the **first** process of the new PID namespace mounts the folders, gives up all privileges, and waits;
- the **student's** process closes every descriptor but its own two pipes and runs the program.

The warm process itself reads nothing of a request: it only accepts connections and forks. A request is a frame with two
descriptors, the student's stdin and stdout. The replies are one line, ``ready`` or why it could not be isolated,
and at the end the exit code in four bytes.
"""

import base64
import ctypes
import errno
import gc
import importlib
import json
import os
import random
import resource
import select
import signal
import socket
import struct
import sys
import types
from contextlib import suppress
from functools import cache
from typing import NoReturn

HOME = "/home/student"
OWN_FOLDERS = "/tmp", HOME, "/dev/shm"
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    1 << 17,
    *(1 << n for n in range(26, 31)),
)
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522
libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raise if it fails."""
    words = [ctypes.c_ulong(word) if isinstance(word, int) else word for word in arguments]
    if getattr(libc, name)(*words) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """Mount a file system."""
    call("mount", *(word and word.encode() for word in (source, target, kind)), flags, options and options.encode())


def exactly(connection: socket.socket, size: int) -> bytes:
    """Receive so many bytes."""
    data = bytearray()
    while len(data) < size:
        if not (more := connection.recv(min(size - len(data), 2**20))):
            raise EOFError("the grader has closed the connection")
        data += more
    return bytes(data)


def serve(listener: socket.socket) -> NoReturn:
    """Fork a supervisor for each connection; nothing that goes wrong in one ends this."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors leave no zombies
    while True:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    supervise(connection)


def supervise(connection: socket.socket) -> NoReturn:
    """Serve one student; terminate with what was started."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        head, pipes, _, _ = socket.recv_fds(connection, 4, 2)
        head += exactly(connection, 4 - len(head))
        request = json.loads(exactly(connection, *struct.unpack(">I", head)))
        first, why = start_first(request, pipes, connection)
        for descriptor in pipes:
            os.close(descriptor)
        watch = os.pidfd_open(first)
        connection.sendall(why + b"\n")
        poll = select.poll()
        for item in (connection.fileno(), watch):
            poll.register(item, select.POLLIN)
        poll.poll()
        os.kill(first, signal.SIGKILL)  # and with it everything in its namespace
        code = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
        connection.sendall(struct.pack(">i", code))
    except BaseException as error:
        with suppress(OSError):
            connection.sendall(f"{type(error).__name__}: {error}\n".replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(0)


def start_first(request: dict, pipes: list[int], connection: socket.socket) -> tuple[int, bytes]:
    """Start the first process of new namespaces; return its id, and "ready" or why it is not."""
    user, group = os.getuid(), os.getgid()
    call("unshare", CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
    for name, text in ("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1"):
        write(f"/proc/self/{name}", text)
    reader, writer = os.pipe()
    first = os.fork()
    if first == 0:
        try:
            os.close(reader)
            connection.close()
            contain(request, pipes, writer)
        except BaseException as error:
            os.write(writer, f"{type(error).__name__}: {error}".encode()[:500])
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        return first, pipe.read() or b"the first process ended"


def write(path: str, text: str) -> None:
    """Write a file of the kernel's."""
    with open(path, "w") as file:
        file.write(text)


def contain(request: dict, pipes: list[int], writer: int) -> NoReturn:
    """As the first process: isolate it, fork the student's process, and end with it."""
    os.setsid()  # a signal to a process group reaches it in other namespaces too
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL)
    limits = request["limits"]
    mount_folders(limits["tmpfs_bytes"], {name: base64.b64decode(data) for name, data in request["files"].items()})
    socket.sethostname("sandbox")
    write("/proc/sys/user/max_user_namespaces", "0")
    write("/proc/self/oom_score_adj", "1000")
    give_up_privileges()
    set_limits(limits)
    call("prctl", PR_SET_DUMPABLE, 0)
    student = os.fork()
    if student == 0:
        os.write(writer, b"ready")
        run(request["program"], pipes)
    os.closerange(0, 65536)
    while True:
        ended, status = os.wait()
        if ended == student:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def mount_folders(size: int, files: dict[str, bytes]) -> None:
    """Give the namespace folders of its own, and put the files into its home, read-only."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    kept = {path: os.open(path, os.O_PATH) for path in mounted_below()}
    for folder in OWN_FOLDERS:
        mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, f"mode=1777,size={size}")
    for path, descriptor in kept.items():
        put(path, f"/proc/self/fd/{descriptor}")
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")
    os.chdir(HOME)
    for name, data in files.items():
        path = f"{HOME}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as file:
            file.write(data)
        os.chmod(path, 0o444)
        mount(path, path, None, MS_BIND)
        mount("none", path, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


@cache
def mounted_below() -> list[str]:
    """Return what is mounted in the folders: Matplotlib's list of fonts, and perhaps the Python that runs this."""
    with open("/proc/self/mountinfo", "rb") as file:
        points = [line.split()[4].decode("unicode_escape").encode("latin-1").decode() for line in file]
    found: list[str] = []
    for point in sorted(points):
        if point.startswith(tuple(f"{folder}/" for folder in OWN_FOLDERS)) and not point.startswith(
            tuple(f"{above}/" for above in found)
        ):
            found.append(point)
    return list(dict.fromkeys(found))


def put(path: str, source: str) -> None:
    """Show a file or folder, which is read-only already, at a path."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.isdir(source):
        os.mkdir(path)
    else:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))
    mount(source, path, None, MS_BIND | MS_REC)


def give_up_privileges() -> None:
    """Drop all capabilities for good, also those that a program with file capabilities would bring."""
    for capability in range(64):
        try:
            call("prctl", PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != errno.EINVAL:  # beyond the last one
                raise
    head, none = struct.pack("Ii", CAPABILITY_VERSION_3, 0), bytes(24)
    call("capset", head, none)
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def set_limits(limits: dict[str, int]) -> None:
    """Set the limits of the student's processes."""
    values = {"CPU": limits["cpu_seconds"], "AS": limits["memory_bytes"], "FSIZE": limits["file_bytes"]}
    values |= {"NPROC": limits["processes"], "NOFILE": 256, "CORE": 0, "MEMLOCK": 65536, "MSGQUEUE": 0}
    for name, value in values.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def run(program: str, pipes: list[int]) -> NoReturn:
    """As the student's process: run the program, as ``python -c`` would."""
    code = 1
    try:
        call("prctl", PR_SET_DUMPABLE, 1)
        null = os.open(os.devnull, os.O_RDWR)
        for target, source in enumerate((*pipes, null)):
            os.dup2(source, target)
        os.closerange(3, 65536)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode, closefd=False) for n, mode in enumerate("rww"))
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        sys.modules.pop("given", None)
        importlib.invalidate_caches()
        sys.argv, sys.path[:0] = ["-c"], [""]
        module = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compiled(program), module.__dict__)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
        os._exit(code & 255)


@cache
def compiled(program: str) -> types.CodeType:
    """Return a program's code."""
    return compile(program, "<string>", "exec")


def main() -> None:
    """Get warm as the job on stdin says, then serve the socket named on the command line."""
    job = json.load(sys.stdin)
    for name in job["modules"]:
        with suppress(ImportError):
            importlib.import_module(name)
    if job["lessons"]:
        memory = types.ModuleType("memory")
        exec(compile(job["memory"], "memory.py", "exec"), memory.__dict__)
        memory.remember(job["lessons"])
    mounted_below()  # the same for all children
    for program in job["programs"]:
        compiled(program)
    gc.collect()
    gc.freeze()  # children do not copy these objects just because the collector looks at them
    serve(socket.socket(fileno=int(sys.argv[1])))


main()
