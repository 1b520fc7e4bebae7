"""Odd and hostile submission folders.

Each builder gets an empty folder, a solved notebook as JSON and the name that the notebook should have. CASES holds it
with what must happen: "refuse" (with one sentence), "keep", or "note" (kept, and what was mended is said).
"""

import copy
import json
import os
import socket

CASES = {}


def case(expect):
    def deco(f):
        CASES[f.__name__] = (f, expect)
        return f

    return deco


def dump(nb):
    return json.dumps(nb, indent=1).encode()


def put(folder, nb, name):
    (folder / name).write_bytes(dump(nb))


@case("keep")
def plain(folder, nb, name):
    put(folder, nb, name)


@case("note")
def bom(folder, nb, name):
    (folder / name).write_bytes(b"\xef\xbb\xbf" + dump(nb))


@case("note")
def utf16_le(folder, nb, name):
    (folder / name).write_bytes(dump(nb).decode().encode("utf-16"))


@case("note")
def utf16_be_bom(folder, nb, name):
    (folder / name).write_bytes(b"\xfe\xff" + dump(nb).decode().encode("utf-16-be"))


@case("note")
def utf16_no_bom(folder, nb, name):
    (folder / name).write_bytes(dump(nb).decode().encode("utf-16-le"))


@case("note")
def utf32(folder, nb, name):
    (folder / name).write_bytes(dump(nb).decode().encode("utf-32"))


@case("note")
def latin1(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["cells"].append(dict(cell_type="markdown", metadata={}, source="Größe"))
    (folder / name).write_bytes(json.dumps(nb, ensure_ascii=False).replace("–", "-").encode("latin-1", "replace"))


@case("keep")
def crlf(folder, nb, name):
    (folder / name).write_bytes(dump(nb).replace(b"\n", b"\r\n"))


def to3(nb):
    import nbformat

    return json.loads(nbformat.writes(nbformat.convert(nbformat.reads(json.dumps(nb), as_version=4), 3), version=3))


@case("note")
def nbformat3(folder, nb, name):
    (folder / name).write_bytes(dump(to3(nb)))


@case("note")
def nbformat_4_9_future_minor(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["nbformat_minor"] = 99
    put(folder, nb, name)


@case("refuse")
def nbformat_77(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["nbformat"] = 77
    put(folder, nb, name)


@case("refuse")
def nbformat_text(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["nbformat"] = "four"
    put(folder, nb, name)


@case("note")
def copy_1(folder, nb, name):
    put(folder, nb, name.replace(".ipynb", " (1).ipynb"))


@case("note")
def other_name(folder, nb, name):
    put(folder, nb, "final FINAL.ipynb")


@case("note")
def upper_ext(folder, nb, name):
    put(folder, nb, name.replace(".ipynb", ".IPYNB"))


@case("note")
def in_subfolder(folder, nb, name):
    (folder / "homework").mkdir()
    put(folder / "homework", nb, name)


@case("note")
def name_json(folder, nb, name):
    put(folder, nb, name + ".json")


@case("keep")
def right_and_scratch(folder, nb, name):
    put(folder, nb, name)
    put(folder, dict(nbformat=4, nbformat_minor=5, metadata={}, cells=[]), "scratch.ipynb")


@case("refuse")
def two_candidates(folder, nb, name):
    put(folder, nb, "a.ipynb")
    put(folder, nb, "b.ipynb")
    (folder / "b.ipynb").write_bytes((folder / "b.ipynb").read_bytes().replace(b"1", b"2", 1) + b" ")


@case("note")
def other_name_and_unrelated(folder, nb, name):
    put(folder, nb, "mine.ipynb")
    put(folder, dict(nbformat=4, nbformat_minor=5, metadata={}, cells=[]), "scratch.ipynb")


@case("keep")
def checkpoints(folder, nb, name):
    put(folder, nb, name)
    (folder / ".ipynb_checkpoints").mkdir()
    put(folder / ".ipynb_checkpoints", nb, name.replace(".ipynb", "-checkpoint.ipynb"))


@case("note")
def kernelspec_r(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["metadata"]["kernelspec"] = dict(name="ir", display_name="R", language="R")
    put(folder, nb, name)


@case("note")
def kernelspec_gone_type(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["metadata"]["kernelspec"] = 7
    put(folder, nb, name)


@case("note")
def kernelspec_env(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["metadata"]["kernelspec"] = dict(name="conda-env-foo-py", display_name="foo")
    put(folder, nb, name)


@case("keep")
def no_kernelspec(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["metadata"] = {}
    put(folder, nb, name)


@case("note")
def stripped_nbgrader(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"].pop("nbgrader", None)
    put(folder, nb, name)


@case("note")
def stripped_all_and_ids(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"] = {}
        c.pop("id", None)
    nb["nbformat_minor"] = 4
    put(folder, nb, name)


@case("note")
def colab(folder, nb, name):
    nb = copy.deepcopy(nb)
    for i, c in enumerate(nb["cells"]):
        c["metadata"] = {"id": f"Ab{i}"}
        c.pop("id", None)
    nb["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nb["nbformat_minor"] = 0
    put(folder, nb, name)


@case("note")
def metadata_wrong_types(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"] = {"nbgrader": 7}
    put(folder, nb, name)


@case("note")
def metadata_is_list(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"] = []
    put(folder, nb, name)


@case("keep")
def convlib_seven(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"]["convlib"] = 7
    put(folder, nb, name)


@case("keep")
def duplicate_ids(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["id"] = "same"
    put(folder, nb, name)


@case("note")
def duplicated_answer_cells(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["cells"] += copy.deepcopy(nb["cells"])
    put(folder, nb, name)


@case("keep")
def tags_a_string(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        c["metadata"]["tags"] = "x"
    put(folder, nb, name)


@case("refuse")
def empty_folder(folder, nb, name):
    pass


@case("refuse")
def empty_file(folder, nb, name):
    (folder / name).write_bytes(b"")


@case("refuse")
def truncated(folder, nb, name):
    (folder / name).write_bytes(dump(nb)[:1000])


@case("refuse")
def html_login_page(folder, nb, name):
    (folder / name).write_bytes(b"<!doctype html><title>Log in</title>")


@case("refuse")
def zip_named_ipynb(folder, nb, name):
    (folder / name).write_bytes(b"PK\x03\x04" + os.urandom(500))


@case("refuse")
def python_script(folder, nb, name):
    (folder / name.replace(".ipynb", ".py")).write_bytes(b"print(1)\n")


@case("refuse")
def json_list(folder, nb, name):
    (folder / name).write_bytes(b"[1,2]")


@case("refuse")
def json_null(folder, nb, name):
    (folder / name).write_bytes(b"null")


@case("refuse")
def nesting(folder, nb, name):
    (folder / name).write_bytes(b"[" * 200000 + b"]" * 200000)


@case("refuse")
def nesting_in_metadata(folder, nb, name):
    (folder / name).write_bytes(
        b'{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"a":' + b"[" * 90000 + b"]" * 90000 + b"}}"
    )


@case("refuse")
def huge_int(folder, nb, name):
    (folder / name).write_bytes(b'{"nbformat":4,"nbformat_minor":' + b"9" * 100000 + b',"cells":[],"metadata":{}}')


@case("refuse")
def no_cells(folder, nb, name):
    (folder / name).write_bytes(b'{"nbformat":4,"nbformat_minor":5,"metadata":{}}')


@case("refuse")
def cells_dict(folder, nb, name):
    (folder / name).write_bytes(b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":{}}')


@case("refuse")
def other_lesson_content(folder, nb, name):
    put(
        folder,
        dict(
            nbformat=4,
            nbformat_minor=5,
            metadata={},
            cells=[dict(cell_type="code", id="x", metadata={}, source="print(1)", outputs=[], execution_count=None)],
        ),
        "essay.ipynb",
    )


@case("refuse")
def link_to_file(folder, nb, name):
    t = folder.parent / "solution.ipynb"
    t.write_bytes(dump(nb))
    (folder / name).symlink_to(t)


@case("refuse")
def link_to_zero(folder, nb, name):
    (folder / name).symlink_to("/dev/zero")


@case("refuse")
def link_inside_folder(folder, nb, name):
    put(folder, nb, "real.ipynb")
    (folder / name).symlink_to("real.ipynb")


@case("refuse")
def broken_link(folder, nb, name):
    put(folder, nb, name)
    (folder / "gone").symlink_to("nowhere")


@case("refuse")
def link_dir(folder, nb, name):
    put(folder, nb, name)
    (folder / "etc").symlink_to("/etc")


@case("refuse")
def link_loop(folder, nb, name):
    put(folder, nb, name)
    (folder / "loop").symlink_to(".")


@case("refuse")
def link_deep(folder, nb, name):
    put(folder, nb, name)
    (folder / "a/b").mkdir(parents=True)
    (folder / "a/b/gradebook.db").symlink_to("/etc/passwd")


@case("refuse")
def folder_is_link(folder, nb, name):
    real = folder.parent / "neighbour"
    real.mkdir()
    put(real, nb, name)
    folder.rmdir()
    folder.symlink_to(real)


@case("refuse")
def hard_link_outside(folder, nb, name):
    t = folder.parent / "neighbour.ipynb"
    t.write_bytes(dump(nb))
    os.link(t, folder / name)


@case("refuse")
def fifo_notebook(folder, nb, name):
    os.mkfifo(folder / name)


@case("refuse")
def fifo_beside(folder, nb, name):
    put(folder, nb, name)
    os.mkfifo(folder / "data.csv")


@case("refuse")
def sock(folder, nb, name):
    put(folder, nb, name)
    old = os.getcwd()
    os.chdir(folder)  # the path of a socket must be short
    try:
        s = socket.socket(socket.AF_UNIX)
        s.bind("s")
        s.close()
    finally:
        os.chdir(old)


@case("refuse")
def files_201(folder, nb, name):
    put(folder, nb, name)
    for i in range(200):
        (folder / f"{i}.txt").write_text("x")


@case("keep")
def files_200(folder, nb, name):
    put(folder, nb, name)
    for i in range(199):
        (folder / f"{i}.txt").write_text("x")


@case("refuse")
def many_folders(folder, nb, name):
    put(folder, nb, name)
    for i in range(5000):
        (folder / f"d{i}").mkdir()


@case("refuse")
def deep_folders(folder, nb, name):
    put(folder, nb, name)
    fd = os.open(folder, os.O_RDONLY)
    for i in range(30):
        os.mkdir("d" * 10, dir_fd=fd)
        new = os.open("d" * 10, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = new
    os.close(fd)


@case("refuse")
def mb_21(folder, nb, name):
    put(folder, nb, name)
    (folder / "data.bin").write_bytes(b"x" * 21_000_000)


@case("refuse")
def sparse_tb(folder, nb, name):
    put(folder, nb, name)
    with open(folder / "data.bin", "wb") as h:
        h.truncate(2**40)


@case("keep")
def mb_15(folder, nb, name):
    put(folder, nb, name)
    (folder / "data.bin").write_bytes(b"x" * 15_000_000)


@case("keep")
def helper_package(folder, nb, name):
    put(folder, nb, name)
    (folder / "mylib").mkdir()
    (folder / "mylib/__init__.py").write_text("X=1")
    (folder / "mylib/sub.py").write_text("Y=2")


@case("keep")
def helper_module(folder, nb, name):
    put(folder, nb, name)
    (folder / "helper.py").write_text("X=1")


@case("keep")
def odd_names(folder, nb, name):
    put(folder, nb, name)
    (folder / "ü ö [1]*?.txt").write_text("x")
    (folder / "line\nbreak.txt").write_text("x")


@case("note")
def bytes_name(folder, nb, name):
    put(folder, nb, name)
    open(os.fsencode(folder) + b"/\xff\xfe.txt", "w").write("x")


@case("keep")
def lone_surrogate(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["cells"].append(dict(cell_type="markdown", id="s", metadata={}, source="SURR"))
    (folder / name).write_bytes(dump(nb).replace(b"SURR", b"\\ud800"))


@case("keep")
def nan_in_metadata(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["metadata"]["x"] = float("nan")
    put(folder, nb, name)


@case("keep")
def source_none(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["cells"].append(dict(cell_type="code", id="q", metadata={}, outputs=[], execution_count=None))
    put(folder, nb, name)


@case("keep")
def cell_type_unknown(folder, nb, name):
    nb = copy.deepcopy(nb)
    nb["cells"].append(dict(cell_type="evil", id="q", metadata={}, source="x"))
    put(folder, nb, name)


@case("keep")
def outputs_odd(folder, nb, name):
    nb = copy.deepcopy(nb)
    for c in nb["cells"]:
        if c["cell_type"] == "code":
            c["outputs"] = [7, {"output_type": "evil"}]
    put(folder, nb, name)
