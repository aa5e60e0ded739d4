"""What a cell showed, kept as a notebook keeps it."""

from typing import Any

from nbformat import NotebookNode, from_dict


def output(kind: str, **fields: Any) -> NotebookNode:
    """One output, as `nbformat.v4.new_output` makes it but for checking it against the schema."""
    return from_dict({"output_type": kind, **fields})


class Outputs(list):
    """The outputs of one cell, as a notebook keeps them."""

    def __init__(self):
        super().__init__()
        self._clear_first = False

    def add(self, shown: NotebookNode) -> None:
        if self._clear_first:
            self.clear()
            self._clear_first = False
        self.append(shown)

    def stream(self, name: str, text: str) -> None:
        """Add to a stream; text that follows text of one name is one output, as in a kernel."""
        last = self[-1] if self and not self._clear_first else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self.add(output("stream", name=name, text=text))

    def clear_output(self, *, wait: bool) -> None:
        if wait:
            self._clear_first = True
        else:
            self.clear()


class Recorder:
    """Where everything that a cell shows is put: the outputs of the cell that is running."""

    def __init__(self):
        self.outputs = Outputs()
        self.by_display_id: dict[str, list[NotebookNode]] = {}

    def display(self, data: dict, metadata: dict, transient: dict, *, update: bool) -> None:
        name = transient.get("display_id")
        if update:
            for earlier in self.by_display_id.get(name, []):
                earlier.data, earlier.metadata = from_dict(data), from_dict(metadata)
            return
        shown = output("display_data", data=data, metadata=metadata)
        self.outputs.add(shown)
        if name:
            self.by_display_id.setdefault(name, []).append(shown)
