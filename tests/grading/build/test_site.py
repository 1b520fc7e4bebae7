"""Building the site; tests/browser/test_site.py opens it."""

import pytest

from grading.build.site import COURSE_WHEEL, KERNEL_EXTENSION, PURE_WHEELS, settings, write_site
from grading.course import Refusal


def test_no_package_index_is_asked():
    kernel = settings(["numpy"])["jupyter-config-data"]["litePluginSettings"][KERNEL_EXTENSION]
    assert kernel == {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": ["numpy"]}}


def test_the_courses_wheel_needs_what_is_there():
    assert set(COURSE_WHEEL[1]) - {"numpy", "matplotlib"} <= set(PURE_WHEELS)


def test_without_its_programs_it_says_what_to_do(tmp_path):
    with pytest.raises(Refusal, match="make site"):
        write_site(tmp_path / "site", programs=tmp_path)
    assert not (tmp_path / "site").exists()
