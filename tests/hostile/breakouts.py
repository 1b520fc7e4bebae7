"""Cells that reach for the machine, the warm process, another student's process, or the next student.

A cell prints BREACH if it reached something, and TRIED at its end. The one who comes next must find everything as it
was: honest submissions are graded before, between and after these.
"""

from tests.hostile.kinds import TRIED, Kind, answer, cell, code


def attempt(what: str, text: str) -> Kind:
    """A cell that says when it has tried everything."""
    return cell(what, f"{code(text)}\nprint({TRIED!r})")


KINDS = {
    "kills_all": answer("kills every process that it may", "conv_forward", "import os\nos.kill(-1, 9)"),
    "kills_others_by_number": attempt(
        "stops and kills its parents and neighbours by number",
        """
        import os, signal
        for number in {os.getppid(), *range(1, 400)} - {os.getpid()}:
            for kind in (signal.SIGSTOP, signal.SIGKILL):
                try:
                    os.kill(number, kind)
                except OSError:
                    pass
        """,
    ),
    "traces_others": attempt(
        "attaches to other processes, and reads and writes their memory",
        """
        import ctypes, os
        libc = ctypes.CDLL(None)
        for number in (int(name) for name in os.listdir("/proc") if name.isdigit()):
            if number != os.getpid():
                if libc.ptrace(16, number, None, None) == 0:
                    print("BREACH: traced", number)
                try:
                    open(f"/proc/{number}/mem", "r+b")
                    print("BREACH: memory of", number)
                except OSError:
                    pass
        """,
    ),
    "enters_namespaces": attempt(
        "enters other processes' namespaces, and makes some of its own",
        """
        import ctypes, os
        libc = ctypes.CDLL(None)
        for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
            if libc.unshare(flag) == 0:
                print("BREACH: unshare", flag)
        for number in (name for name in os.listdir("/proc") if name.isdigit()):
            for kind in ("user", "mnt", "pid", "net"):
                try:
                    if libc.setns(os.open(f"/proc/{number}/ns/{kind}", os.O_RDONLY), 0) == 0:
                        print("BREACH: setns", number, kind)
                except OSError:
                    pass
        """,
    ),
    "mounts": attempt(
        "mounts and unmounts folders",
        """
        import ctypes
        libc = ctypes.CDLL(None)
        for arguments in ((b"none", b"/tmp", b"tmpfs", 0, None), (b"/", b"/tmp", None, 4096, None)):
            if libc.mount(*arguments) == 0:
                print("BREACH: mount", arguments)
        for place in (b"/tmp", b"/proc", b"/dev/shm", b"/home"):
            if libc.umount2(place, 2) == 0:
                print("BREACH: umount", place)
        """,
    ),
    "becomes_root": attempt(
        "becomes root, and looks for privileges",
        """
        import os
        for become, value in ((os.setuid, 0), (os.setgroups, [0]), (os.chroot, "/tmp"), (os.nice, -20)):
            try:
                become(value)
                print("BREACH:", become)
            except OSError:
                pass
        for line in open("/proc/self/status"):
            if line.startswith(("CapEff", "CapPrm", "CapAmb")) and int(line.split()[1], 16):
                print("BREACH:", line)
        """,
    ),
    "raises_limits": attempt(
        "raises its limits",
        """
        import resource
        for name in ("AS", "FSIZE", "NPROC"):
            try:
                resource.setrlimit(getattr(resource, "RLIMIT_" + name), (resource.RLIM_INFINITY,) * 2)
                print("BREACH: raised", name)
            except (ValueError, OSError):
                pass
        """,
    ),
    "uses_the_network": attempt(
        "connects to this machine and to the internet",
        """
        import socket
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):  # a datagram's socket only needs a way out
            for address in (("127.0.0.1", 22), ("127.0.0.1", 8888), ("8.8.8.8", 53)):
                with socket.socket(type=kind) as line:
                    line.settimeout(0.5)
                    try:
                        line.connect(address)
                    except OSError:
                        continue
                    if kind == socket.SOCK_STREAM or address[0] != "127.0.0.1":
                        print("BREACH: connected to", address)
        """,
    ),
    "uses_sockets": attempt(
        "connects to every socket in a folder or without one",
        """
        import os, socket, stat
        paths = [os.path.join(place, name) for root in ("/tmp", "/run", "/var") for place, _, names in os.walk(root)
                 for name in names]
        paths += ["\\0" + line.split("@", 1)[1].strip() for line in open("/proc/net/unix") if "@" in line]
        for path in paths:
            with socket.socket(socket.AF_UNIX) as line:
                try:
                    line.connect(path)
                    print("BREACH: connected to", ascii(path))
                except OSError:
                    pass
        """,
    ),
    "passes_descriptors": attempt(
        "looks for a socket or a folder among its descriptors",
        """
        import os, socket, stat, struct
        for descriptor in range(3, 256):
            try:
                mode = os.fstat(descriptor).st_mode
            except OSError:
                continue
            if stat.S_ISSOCK(mode):
                with socket.socket(fileno=os.dup(descriptor)) as line:
                    maker, *_ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
                if maker != os.getpid():  # IPython has a pair of its own
                    print("BREACH: socket", descriptor)
            if stat.S_ISDIR(mode):
                print("BREACH: folder", descriptor)
        """,
    ),
    "reads_the_course": attempt(
        "reads the solutions, the gradebook and other submissions",
        """
        import os
        for root in ("/home", "/srv", "/root", "/tmp", "/var", "/opt", ".."):
            for place, inside, names in os.walk(root):
                if "site-packages" in inside:  # other libraries have notebooks and gradebooks as well
                    inside.remove("site-packages")
                for name in names:
                    if name.endswith((".db", ".ipynb")):
                        try:
                            open(os.path.join(place, name)).close()
                            print("BREACH: read", place, name)
                        except OSError:
                            pass
        """,
    ),
    "reads_other_processes": attempt(
        "reads other processes' environments, folders and files",
        """
        import os
        for number in (name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
            for name in ("environ", "mem", "cwd", "root", "fd"):
                try:
                    path = f"/proc/{number}/{name}"
                    os.listdir(path) if name in ("cwd", "root", "fd") else open(path, "rb").read(10)
                    print("BREACH: read", path)
                except OSError:
                    pass
        """,
    ),
    "writes_the_system": attempt(
        "writes into the system, the installed packages and the kernel's settings",
        """
        import os, sys
        places = ["/", "/usr/bin", "/etc", "/var/tmp", os.path.dirname(os.__file__), os.path.dirname(np.__file__)]
        for place in places:
            try:
                open(os.path.join(place, "planted"), "w").close()
                print("BREACH: wrote", place)
            except OSError:
                pass
        for path in ("/proc/self/oom_score_adj", "/proc/sys/kernel/hostname", "/proc/self/uid_map"):
            try:
                with open(path, "w") as file:
                    file.write("-1000")
                print("BREACH: wrote", path)
            except OSError:
                pass
        """,
    ),
    "writes_the_canary": attempt(
        "writes a file where the machine's own temporary files are",
        'import os\nopen("/tmp/convlib-hostile-canary", "w").close()',
    ),
    "poisons_modules": attempt(
        "changes modules, builtins and settings for who comes next in the same process",
        """
        import builtins, os, resource, sys
        import matplotlib
        matplotlib.rcParams["savefig.dpi"] = 3
        builtins.planted = "BREACH"
        np.planted = "BREACH"
        np.set_printoptions(formatter={"all": lambda value: "poison"})
        os.environ.update(PYTHONPATH="/tmp", PYTHONSTARTUP="/tmp/planted.py", LD_PRELOAD="/tmp/planted.so")
        os.umask(0o777)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        """,
    ),
    "finds_poison": attempt(
        "looks for what another student has left in modules, builtins and the environment",
        """
        import builtins, os
        if hasattr(builtins, "planted") or hasattr(np, "planted") or "planted" in str(dict(os.environ)):
            print("BREACH: poisoned")
        """,
    ),
    "leaves_files": attempt(
        "leaves modules, start-up files and notes in every folder",
        """
        import os
        for place in ("/tmp", "/dev/shm", os.path.expanduser("~"), os.getcwd()):
            for name in ("numpy.py", "sitecustomize.py", ".ipython/profile_default/startup/planted.py", "planted"):
                try:
                    path = os.path.join(place, name)
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "w") as file:
                        file.write("raise SystemExit")
                except OSError:
                    pass
        """,
    ),
    "leaves_shared_memory": attempt(
        "leaves shared memory, queues and a listening socket",
        """
        import ctypes, os, socket, time
        from multiprocessing import shared_memory
        libc = ctypes.CDLL(None)
        libc.shmget(0x1234, 4096, 0o1666), libc.msgget(0x1234, 0o1666), libc.semget(0x1234, 1, 0o1666)
        try:
            shared_memory.SharedMemory("planted", create=True, size=100)
        except OSError:
            pass
        line = socket.socket(socket.AF_UNIX)
        line.bind("\\0planted")
        line.listen()
        if os.fork() == 0:
            time.sleep(1000)
        """,
    ),
    "finds_leftovers": attempt(
        "looks for files, shared memory and sockets of another student",
        """
        import ctypes, glob, os, socket
        places = "/tmp", "/dev/shm", os.path.expanduser("~")
        found = [path for place in places for path in glob.glob(place + "/planted*")]
        if found or ctypes.CDLL(None).shmget(0x1234, 4096, 0) >= 0:
            print("BREACH: found", found)
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect("\\0planted")
                print("BREACH: connected")
            except OSError:
                pass
        """,
    ),
    "leaves_a_daemon": attempt(
        "leaves a process behind that outlives it",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    time.sleep(0.1)
            os._exit(0)
        """,
    ),
}
