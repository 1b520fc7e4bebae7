"""Fashion-MNIST: greyscale images of clothing in ten classes; a balanced subset comes with the course.

The subset needs only NumPy. The full data set is downloaded with pooch if it is not on this machine.

The data is Zalando SE's, under the MIT licence: https://github.com/zalandoresearch/fashion-mnist, described by Xiao,
Rasul and Vollgraf in https://arxiv.org/abs/1708.07747.
"""

import gzip
import hashlib
import math
import os
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

CLASSES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")

SUBSET = Path(__file__).with_name("fashion_mnist.npz")

URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
# The files of Debian's dataset-fashion-mnist package, and those that were downloaded or put there earlier.
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "convlib" / "fashion-mnist"


class FashionMNIST(NamedTuple):
    """Training images, test images, and the class of each as an index into ``CLASSES``."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


class Published(NamedTuple):
    """A file that the authors published, identified by two SHA-256 hashes.

    One is of the file at ``URL``. The other is of the numbers only: the copies in Debian's package hold the same
    numbers with a different gzip header.
    """

    name: str
    file_hash: str
    numbers_hash: str


# In the order of FashionMNIST's fields.
PUBLISHED = (
    Published(
        "train-images-idx3-ubyte.gz",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
    ),
    Published(
        "train-labels-idx1-ubyte.gz",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
    ),
    Published(
        "t10k-images-idx3-ubyte.gz",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
    ),
    Published(
        "t10k-labels-idx1-ubyte.gz",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
    ),
)


def load_fashion_mnist(full: bool = False) -> FashionMNIST:
    """Load Fashion-MNIST: by default the course's subset, which needs no network access.

    Parameters
    ----------
    full : bool, default False
        Load all 60,000 + 10,000 images instead of 10,000 + 2,000. Files that are not on this machine are downloaded
        (30 MB) and kept in ``CACHE``.

    Returns
    -------
    X_train, X_test : ndarray of float32, shape (N, 1, 28, 28)
        The images: N, one channel, rows, columns. 0 is the background and 1 the brightest grey.
    y_train, y_test : ndarray of int64, shape (N,)
        Their classes, as indices into ``CLASSES``. In the subset, each run of ten images contains every class once.

        The four are returned as one ``FashionMNIST``, as new arrays on each call.

    Raises
    ------
    FileNotFoundError
        If a file is not on this machine and cannot be downloaded.
    ModuleNotFoundError
        If a file is not on this machine and pooch, which downloads it, is not installed.
    ValueError
        If a copy on this machine is corrupt.
    """
    X_train, y_train, X_test, y_test = published() if full else _subset()
    return FashionMNIST(_images(X_train), y_train.astype(np.int64), _images(X_test), y_test.astype(np.int64))


def _images(grey: np.ndarray) -> np.ndarray:
    return np.divide(grey[:, None], 255, dtype=np.float32)


def _subset() -> FashionMNIST:
    with np.load(SUBSET, allow_pickle=False) as stored:
        return FashionMNIST(**stored)


def published() -> FashionMNIST:
    """Read the files as the authors published them.

    Returns
    -------
    FashionMNIST
        Images of shape (N, 28, 28) and labels of shape (N,), all uint8.
    """
    return FashionMNIST(*map(_checked, PUBLISHED))


def _checked(file: Published) -> np.ndarray:
    path = local_copy(file.name) or _downloaded(file)
    numbers = read_idx(path)
    if hashlib.sha256(numbers.data).hexdigest() != file.numbers_hash:
        raise ValueError(f"{path} does not contain the Fashion-MNIST data. Replace it with a good copy.")
    return numbers


def local_copy(name: str) -> Path | None:
    """Return the path of the file with that name on this machine, or None."""
    return next((folder / name for folder in (DEBIAN, CACHE) if (folder / name).is_file()), None)


def _downloaded(file: Published) -> Path:
    # `from None`: the chained tracebacks would fill a student's screen.
    try:
        import pooch  # only here: the subset must load without it
    except ImportError:
        raise ModuleNotFoundError(
            f"{file.name} is not on this machine, and downloading it needs pooch: run `pip install pooch`, "
            "or leave out full=True to use the subset."
        ) from None
    try:
        path = pooch.retrieve(URL + file.name, known_hash=f"sha256:{file.file_hash}", fname=file.name, path=CACHE)
    except (OSError, ValueError) as error:
        why = "the server sent a different file" if isinstance(error, ValueError) else type(error).__name__
        raise FileNotFoundError(
            f"{file.name} is not on this machine and could not be downloaded from {URL} into {CACHE} ({why}): put the "
            "four files there, or install Debian's dataset-fashion-mnist, or leave out full=True to use the subset."
        ) from None
    return Path(path)


def read_idx(path: str | os.PathLike[str]) -> np.ndarray:
    """Read an array of bytes from a file in IDX, the format of MNIST; the file may be gzip-compressed.

    An IDX file is two zero bytes, the type of its numbers (8 for unsigned bytes), the number of axes, the length of
    each axis as a big-endian 32-bit integer, and the numbers.

    Parameters
    ----------
    path : path_like

    Returns
    -------
    ndarray of uint8
        With one axis (labels), two, or three (images, rows, columns).

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If the file is not in this format or is corrupt; the message names the file and the problem.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}: check its folder and its name.")
    try:
        return _array(_decompressed(path.read_bytes()))
    except ValueError as fault:
        raise ValueError(f"{path} cannot be read as IDX: {fault}. Replace it with a good copy.") from None


def _decompressed(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"its gzip data is corrupt ({error})") from None


def _array(content: bytes) -> np.ndarray:
    if len(content) < 4:
        raise ValueError(f"it holds {len(content)} bytes, fewer than a header")
    *zeros, kind, axes = content[:4]
    if zeros != [0, 0]:
        raise ValueError("it starts like neither IDX nor gzip")
    if kind != 8:
        raise ValueError(f"its numbers are of type {kind}, not unsigned bytes (8)")
    if not 1 <= axes <= 3:
        raise ValueError(f"it declares {axes} axes, not 1, 2 or 3")
    start = 4 + 4 * axes
    if len(content) < start:
        raise ValueError("it ends inside its header")
    shape = struct.unpack_from(f">{axes}I", content, 4)
    # Compared before anything of the declared size is allocated.
    declared, found = math.prod(shape), len(content) - start
    if declared == 0:
        raise ValueError(f"it declares the shape {shape}, which is empty")
    if found != declared:
        raise ValueError(f"it declares {declared} numbers of shape {shape}, but holds {found}")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape).copy()
