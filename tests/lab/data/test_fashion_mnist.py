"""Fashion-MNIST: the subset, where the full data comes from, and the reader of its files."""

import gzip
import hashlib
import re
import struct
import sys
import threading
import tomllib
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from convlib.lab.data import fashion_mnist
from grading.course import ROOT

PICTURES = np.arange(2 * 28 * 28, dtype=np.uint8).reshape(2, 28, 28)
LABELS = np.array([3, 9], dtype=np.uint8)


@pytest.fixture(scope="module")
def loaded():
    return fashion_mnist.load_fashion_mnist()


def idx(array):
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


# The subset


@pytest.mark.parametrize("part, per_class", [("train", 1000), ("test", 200)])
def test_the_subset_is_balanced_and_in_range(loaded, part, per_class):
    X, y = getattr(loaded, f"X_{part}"), getattr(loaded, f"y_{part}")
    assert X.shape == (10 * per_class, 1, 28, 28) and X.dtype == np.float32
    assert y.shape == (10 * per_class,) and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1
    assert (X.std(axis=(1, 2, 3)) > 0).all()
    assert (np.bincount(y) == per_class).all() and len(fashion_mnist.CLASSES) == 10


@pytest.mark.parametrize("part", ["train", "test"])
def test_each_run_of_ten_holds_every_class_once_in_an_order_of_its_own(loaded, part):
    runs = getattr(loaded, f"y_{part}").reshape(-1, 10)
    assert (np.sort(runs, axis=1) == np.arange(10)).all()
    assert len(np.unique(runs, axis=0)) > 0.9 * len(runs)


def test_the_labels_match_the_images(loaded):
    # The nearest class mean classifies about two in three correctly; with shuffled labels, one in ten.
    means = np.stack([loaded.X_train[loaded.y_train == c].mean(axis=0).ravel() for c in range(10)])
    X = loaded.X_test.reshape(len(loaded.X_test), -1)
    nearest = ((X[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == loaded.y_test).mean() > 0.6
    # The names match the labels: trousers are the narrowest, sneakers and sandals leave the top empty.
    mean = means.reshape(10, 28, 28)
    assert fashion_mnist.CLASSES[mean[:, :, :8].sum(axis=(1, 2)).argmin()] == "Trouser"
    assert {fashion_mnist.CLASSES[c] for c in mean[:, :8].sum(axis=(1, 2)).argsort()[:2]} == {"Sneaker", "Sandal"}


def test_no_test_image_is_a_training_image(loaded):
    train, test = ({x.tobytes() for x in X} for X in (loaded.X_train, loaded.X_test))
    assert (len(train), len(test)) == (10_000, 2_000) and not train & test


def test_a_student_s_changes_do_not_persist(loaded):
    spoilt = fashion_mnist.load_fashion_mnist()
    for array in spoilt:
        array[:] = 0
    for array, again in zip(loaded, fashion_mnist.load_fashion_mnist(), strict=True):
        np.testing.assert_array_equal(again, array)


def test_the_subset_is_small_packaged_and_binary():
    assert fashion_mnist.SUBSET.stat().st_size <= 6_000_000
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert any(fnmatch(fashion_mnist.SUBSET.name, pattern) for pattern in settings["package-data"]["convlib.lab.data"])
    assert "*.npz binary" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


# The full data: two images stand for 60,000 and 10,000


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Publish four tiny files on a local server; nothing is on this machine yet. Returns the server's folder."""
    server_folder = tmp_path / "server"
    server_folder.mkdir()
    files = []
    for file, array in zip(fashion_mnist.PUBLISHED, (PICTURES, LABELS, 255 - PICTURES, LABELS), strict=True):
        packed = gzip.compress(idx(array), mtime=1)
        (server_folder / file.name).write_bytes(packed)
        files.append(
            fashion_mnist.Published(file.name, hashlib.sha256(packed).hexdigest(), hashlib.sha256(array).hexdigest())
        )

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=server_folder))
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    monkeypatch.setattr(fashion_mnist, "PUBLISHED", tuple(files))
    monkeypatch.setattr(fashion_mnist, "URL", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setattr(fashion_mnist, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(fashion_mnist, "CACHE", tmp_path / "cache")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    yield server_folder
    server.shutdown()
    server.server_close()


@pytest.fixture
def without_pooch(monkeypatch):
    """Make every import of pooch fail, as if it were not installed."""
    monkeypatch.setitem(sys.modules, "pooch", None)


def assert_tiny(got):
    np.testing.assert_array_equal(got.X_train[:, 0], np.float32(PICTURES) / np.float32(255))
    np.testing.assert_array_equal(got.X_test[:, 0], np.float32(255 - PICTURES) / np.float32(255))
    np.testing.assert_array_equal(got.y_train, LABELS)
    assert got.X_train.shape == (2, 1, 28, 28) and got.X_train.dtype == np.float32 and got.y_test.dtype == np.int64


def test_the_full_data_is_fetched_once(tiny, monkeypatch):
    assert_tiny(fashion_mnist.load_fashion_mnist(full=True))
    assert sorted(path.name for path in fashion_mnist.CACHE.iterdir()) == sorted(
        file.name for file in fashion_mnist.PUBLISHED
    )
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert_tiny(fashion_mnist.load_fashion_mnist(full=True))


def test_copies_with_another_gzip_header_are_used_as_in_debian(tiny, without_pooch):
    fashion_mnist.DEBIAN.mkdir()
    for file in fashion_mnist.PUBLISHED:
        content = gzip.decompress((tiny / file.name).read_bytes())
        (fashion_mnist.DEBIAN / file.name).write_bytes(gzip.compress(content, mtime=2))
    assert_tiny(fashion_mnist.load_fashion_mnist(full=True))


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-9],
        lambda packed: b"",
        lambda packed: b"<html>",
        lambda packed: gzip.compress(idx(PICTURES + 1), mtime=0),
    ],
)
def test_a_damaged_copy_is_named_and_not_used(tiny, damage):
    fashion_mnist.CACHE.mkdir()
    bad = fashion_mnist.CACHE / fashion_mnist.PUBLISHED[0].name
    bad.write_bytes(damage((tiny / bad.name).read_bytes()))
    with pytest.raises(ValueError, match=re.escape(str(bad)) + ".*Replace it with a good copy"):
        fashion_mnist.load_fashion_mnist(full=True)


@pytest.mark.parametrize(
    "what, why",
    [("offline", r"\(\w+\)"), ("gone", r"\(\w+\)"), ("changed", "a different file"), ("no room", r"\(\w+\)")],
)
def test_what_cannot_be_downloaded_gets_one_sentence_and_leaves_nothing(tiny, monkeypatch, what, why):
    first = fashion_mnist.PUBLISHED[0].name
    if what == "offline":
        monkeypatch.setattr(fashion_mnist, "URL", "http://127.0.0.1:9/")
    elif what == "gone":
        (tiny / first).unlink()
    elif what == "changed":
        (tiny / first).write_bytes((tiny / first).read_bytes()[:-20])
    else:
        fashion_mnist.CACHE.write_text("a file where the folder should be")
    with pytest.raises(FileNotFoundError) as refused:
        fashion_mnist.load_fashion_mnist(full=True)
    sentence = str(refused.value)
    assert sentence.startswith(first) and re.search(why, sentence) and str(fashion_mnist.CACHE) in sentence
    assert sentence.endswith("leave out full=True to use the subset.") and "\n" not in sentence
    assert what == "no room" or not list(fashion_mnist.CACHE.glob("*"))


def test_without_pooch_a_download_says_what_to_install(tiny, without_pooch):
    with pytest.raises(ModuleNotFoundError) as refused:
        fashion_mnist.load_fashion_mnist(full=True)
    sentence = str(refused.value)
    assert sentence.startswith(fashion_mnist.PUBLISHED[0].name) and "pip install pooch" in sentence
    assert sentence.endswith("leave out full=True to use the subset.") and "\n" not in sentence


def test_the_subset_needs_neither_a_network_nor_pooch(tiny, without_pooch):
    assert len(fashion_mnist.load_fashion_mnist().X_train) == 10_000


# The reader of IDX files


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("idx") / "some.idx"


def faults(path, content):
    """Read the content from a file; return the error message, or None."""
    path.write_bytes(content)
    try:
        array = fashion_mnist.read_idx(path)
    except ValueError as error:
        sentence = str(error)
        assert sentence.startswith(f"{path} cannot be read as IDX: ")
        assert sentence.endswith(". Replace it with a good copy.")
        assert "\n" not in sentence
        return sentence
    assert array.dtype == np.uint8 and array.flags.writeable
    return None


@given(array=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=3)), packed=st.booleans())
def test_what_was_written_is_read(path, array, packed):
    content = idx(array)
    assert faults(path, gzip.compress(content) if packed else content) is None
    np.testing.assert_array_equal(fashion_mnist.read_idx(path), array)


@given(
    content=st.binary(max_size=200) | st.binary(max_size=60).map(lambda rest: b"\0\0\x08" + rest), packed=st.booleans()
)
@example(content=b"\0\0\x08\xff" + b"\0\0\0\1" * 255 + b"x", packed=False)
@example(content=b"\0\0\x08\3" + b"\0" * 4 + b"\xff" * 8, packed=False)
@example(content=b"\0\0\x08\3" + b"\xff" * 12, packed=True)
def test_hostile_bytes_get_one_sentence_or_are_valid(path, content, packed):
    if faults(path, gzip.compress(content) if packed else content) is None:
        assert content == idx(fashion_mnist.read_idx(path)) or content.startswith(b"\x1f\x8b")


@given(st.data())
def test_every_damaged_byte_of_a_packed_file_is_noticed_or_harmless(path, draw):
    content = gzip.compress(idx(LABELS), mtime=0)
    place = draw.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([draw.draw(st.integers(0, 255))]) + content[place + 1 :]
    if faults(path, changed) is None:
        np.testing.assert_array_equal(fashion_mnist.read_idx(path), LABELS)


@pytest.mark.parametrize(
    "content, fault",
    [
        (b"", "0 bytes"),
        (b"<html>", "starts like neither IDX nor gzip"),
        (b"\0\0\x0d\1\0\0\0\1\0\0\0\0", "type 13, not unsigned bytes"),
        (b"\0\0\x08\0\0", "0 axes"),
        (b"\0\0\x08\3\0\0\0\1", "inside its header"),
        (b"\0\0\x08\1\0\0\0\0", "which is empty"),
        (b"\0\0\x08\1\0\0\0\3ab", "declares 3 numbers of shape (3,), but holds 2"),
        (b"\0\0\x08\1\0\0\0\3abcd", "but holds 4"),
        (b"\0\0\x08\3" + b"\xff" * 12 + b"a", f"declares {(2**32 - 1) ** 3} numbers"),
        (gzip.compress(idx(LABELS), mtime=0)[:-10], "gzip data is corrupt"),
        (gzip.compress(idx(LABELS), mtime=0)[:-8] + b"12345678", "gzip data is corrupt"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\3garbage", "gzip data is corrupt"),
    ],
)
def test_each_fault_is_named(path, content, fault):
    assert fault in faults(path, content)


def test_a_missing_file_is_named(path):
    with pytest.raises(FileNotFoundError, match=r"There is no file .*nowhere\.gz: check"):
        fashion_mnist.read_idx(path.with_name("nowhere.gz"))
