"""Parameters survive saving unchanged; a file that does not fit is rejected as a whole, and no partial file is left."""

import os
import zipfile

import numpy as np
import pytest

from convlib.nn.serialization import load_params, save_params
from tests.nn.networks import assert_same, copied, small


def test_what_is_saved_is_loaded_in_place(tmp_path):
    params, other, path = small(seed=0).params, small(seed=1).params, tmp_path / "network.npz"
    arrays = list(other.values())
    save_params(params, path)
    load_params(other, path)
    assert_same(other, params)
    assert all(array is param for array, param in zip(arrays, other.values(), strict=True))
    with np.load(path, allow_pickle=False) as stored:
        assert sorted(stored.files) == sorted(params)


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no folder .*: create it first"):
        save_params(small().params, tmp_path / "missing" / "network.npz")


def test_save_replaces_the_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "network.npz"
    save_params(small(seed=0).params, path)
    network = small(seed=1)
    save_params(network.params, path)
    other = small(seed=2)
    load_params(other.params, path)
    assert_same(other.params, network.params)
    assert os.listdir(tmp_path) == ["network.npz"]


@pytest.mark.parametrize("moment", ["savez", "replace"])
def test_an_interrupted_save_leaves_the_old_file(tmp_path, monkeypatch, moment):
    path, network = tmp_path / "network.npz", small(seed=0)
    save_params(network.params, path)
    before = path.read_bytes()

    def half(file, *args, **kwargs):
        with open(file, "ab") as half_file:
            half_file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(*{"savez": (np, "savez"), "replace": (os, "replace")}[moment], half)
    with pytest.raises(KeyboardInterrupt):
        save_params(small(seed=1).params, path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["network.npz"]


def write(path, **changes):
    """Write the parameters of ``small`` with changes; None omits one."""
    arrays = {**small(seed=5).params, **{name.replace("_", "."): value for name, value in changes.items()}}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})


def cut(path):
    write(path)
    path.write_bytes(path.read_bytes()[:700])


def flip(path):
    """Damage one byte of the numbers."""
    write(path)
    content = bytearray(path.read_bytes())
    content[200] ^= 255
    path.write_bytes(content)


def foreign(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("0.W.npy", "no array")


@pytest.mark.parametrize(
    "make, error, sentence",
    [
        (lambda path: None, FileNotFoundError, r"^There is no file .*network.npz to load\.$"),
        (lambda path: path.write_text("hello"), ValueError, r"network.npz is not an \.npz file, or is truncated"),
        (lambda path: path.write_bytes(b""), ValueError, r"is not an \.npz file"),
        (cut, ValueError, r"is not an \.npz file, or is truncated"),
        (flip, ValueError, r"is corrupt"),
        (foreign, ValueError, r"0\.W in it is not an array"),
        (lambda path: write(path, **{"7_b": np.array([print], dtype=object)}), ValueError, r"holds pickled objects"),
        (lambda path: write(path, **{"7_b": None}), ValueError, r"does not match this network: 7\.b is missing\.$"),
        (lambda path: write(path, **{"9_W": np.ones(2)}), ValueError, r"network: 9\.W is unknown to the network\.$"),
        (
            lambda path: write(path, **{"7_b": np.ones(5, np.float32)}),
            ValueError,
            r"network: 7\.b is float32 \(5,\) but must be float32 \(4,\)\.$",
        ),
        (
            lambda path: write(path, **{"7_b": np.ones(4)}),
            ValueError,
            r"7\.b is float64 \(4,\) but must be float32 \(4,\)",
        ),
        (
            lambda path: write(path, **{"0_b": None, "7_b": np.ones((1, 4), np.float32)}),
            ValueError,
            r"network: 0\.b is missing; 7\.b is float32 \(1, 4\) but must be float32 \(4,\)\.$",
        ),
    ],
    ids=[
        "absent",
        "text",
        "empty",
        "cut",
        "damaged",
        "foreign",
        "pickled",
        "missing",
        "extra",
        "shape",
        "dtype",
        "two",
    ],
)
def test_what_does_not_fit_is_reported_and_changes_nothing(tmp_path, make, error, sentence):
    path, network = tmp_path / "network.npz", small()
    make(path)
    before = copied(network.params)
    with pytest.raises(error, match=sentence):
        load_params(network.params, path)
    assert_same(network.params, before)


def test_no_damage_gets_through(tmp_path):
    """For any damaged byte: either the parameters are unaffected, or the error is one sentence."""
    path, network = tmp_path / "network.npz", small()
    save_params(network.params, path)
    content, before = path.read_bytes(), copied(network.params)
    for place in range(0, len(content), 17):
        damaged = bytearray(content)
        damaged[place] ^= 0xA5
        path.write_bytes(damaged)
        try:
            load_params(network.params, path)
        except ValueError as error:
            assert str(path) in str(error)
        assert_same(network.params, before)
