"""A figure as HTML: its module with what it imports, its data and its picture."""

import json
from html.parser import HTMLParser

import pytest

from convlib.lab.figures import embed


class Parts(HTMLParser):
    """The attributes of the first element of each name, and the scripts."""

    def __init__(self, text):
        super().__init__()
        self.found, self.script, self.tag = {}, "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.setdefault(tag, dict(attributes))
        self.tag = tag

    def handle_data(self, text):
        if self.tag == "script":
            self.script += text


@pytest.mark.parametrize("name", ["explorer", "film"])
def test_a_module_brings_what_it_imports(name):
    source = embed.module(name)
    assert "import " not in source.replace("important ", "") and "export function stage(" in source
    assert f"export function {name}(" in source and "</script" not in source


def test_data_survive_whatever_they_hold():
    data = {"title": '</script><script>alert("1")</script>', "frames": [["<b>", "&amp;", "'", 1.5, "−2 × 3"]]}
    text = embed.html("film", data, "<img alt='a'>")
    parts = Parts(text)
    assert json.loads(parts.found["div"]["data-figure"]) == data
    assert text.count("<script") == 1 and parts.found["img"] == {"alt": "a"} and "alert" not in parts.script
