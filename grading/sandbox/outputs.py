"""The outputs of one cell, rebuilt from known parts of what a student's process sent, and cut to the limits."""

FIGURES = ("image/png", "image/jpeg", "image/svg+xml", "text/html")
TEXTS = ("text/plain", "text/markdown", "text/latex")


class Outputs:
    """The outputs of one cell, cut to the limits."""

    def __init__(self, count: int, text_left: int, figures_left: int):
        self.count = count
        self.limits = {"text": text_left, "figures": figures_left}
        self.cut = False
        self.clear()

    def clear(self) -> None:
        """Discard all outputs, as `clear_output` asks."""
        self.found: list[dict] = []
        self.shown: dict[str, dict] = {}
        self.left, self.clear_next = dict(self.limits), False

    @property
    def used(self) -> dict[str, int]:
        """How much of each limit the outputs take."""
        return {name: self.limits[name] - left for name, left in self.left.items()}

    def take(self, text: str | list[str], kind: str = "text") -> str:
        """Return the text cut to what is left of the limit; a figure is kept whole or not at all.

        A lone surrogate, which cannot be saved, becomes a question mark.
        """
        text = (text if isinstance(text, str) else "".join(text)).encode("utf-8", "replace").decode()
        kept = text[: self.left[kind]] if kind == "text" or len(text) <= self.left[kind] else ""
        self.left[kind] -= len(kept)
        self.cut |= len(kept) < len(text)
        return kept

    def add(self, kind: str, content: dict) -> None:
        """Add the output in one message; raise an error if it is not a message that a kernel sends."""
        if kind == "clear_output":
            self.clear_next = True
            return None if content["wait"] else self.clear()
        if kind not in ("stream", "error", "display_data", "execute_result", "update_display_data"):
            return None
        if self.clear_next:
            self.clear()
        # Each output costs a little, so that a million empty ones exceed the limit as well.
        if not self.take("x" * 20):
            return None
        if kind == "stream":
            name, text = "stderr" if content["name"] == "stderr" else "stdout", self.take(content["text"])
            if self.found and self.found[-1].get("name") == name:
                self.found[-1]["text"] += text
            else:
                self.found.append({"output_type": kind, "name": name, "text": text})
        elif kind == "error":
            error = {"output_type": kind, "ename": self.take(content["ename"]), "evalue": self.take(content["evalue"])}
            self.found.append(error | {"traceback": [self.take(line) for line in content["traceback"][:500]]})
        else:
            sent = content["data"]
            data = {mime: self.take(sent[mime]) for mime in TEXTS if mime in sent}
            figures = {mime: self.take(sent[mime], "figures") for mime in FIGURES if mime in sent}
            data |= {mime: figure for mime, figure in figures.items() if figure}
            name = str((content.get("transient") or {}).get("display_id"))
            if kind == "update_display_data":
                # Only the latest output of that name: updating several at once would exceed the limit.
                old, self.shown[name]["data"] = self.shown[name]["data"], data
                self.left["text"] += sum(len(old[mime]) for mime in TEXTS if mime in old)
                self.left["figures"] += sum(len(old[mime]) for mime in FIGURES if mime in old)
                return None
            about = content.get("metadata", {}).get("image/png", {})
            kept: dict[str, object] = {"alt": self.take(about["alt"])} if about.get("alt") else {}
            kept |= {side: int(about[side]) for side in ("width", "height") if side in about}
            output = {"output_type": kind, "data": data, "metadata": {"image/png": kept} if kept else {}}
            self.found.append(output | ({"execution_count": self.count} if kind == "execute_result" else {}))
            self.shown[name] = self.found[-1]
