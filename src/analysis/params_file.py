"""A parameter file as text and as YAML, read without the guesses that YAML makes."""

import re
from datetime import date
from pathlib import Path

import yaml

from analysis.errors import ParamsError


def read_text(path: Path) -> str:
    """The text of a parameter file."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ParamsError(f"params/{path.name} is not UTF-8 text: save it as UTF-8.") from None
    except OSError as error:
        raise ParamsError(f"params/{path.name} cannot be read: {error.strerror}.") from None


class _NoRepeats(yaml.SafeLoader):
    """YAML that refuses a repeated key, where plain YAML would keep the last in silence."""


def _mapping_without_repeats(loader: _NoRepeats, node: yaml.MappingNode) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise ParamsError(f"line {line}: the key {key} stands there twice; keep one.")
        seen.add(key)
    return loader.construct_mapping(node)


_NoRepeats.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)


def read_yaml(text: str, where: str) -> dict:
    """The keys and values of a parameter file; refuses repeated keys and days that are none."""
    try:
        raw = yaml.load(text, Loader=_NoRepeats)
    except ParamsError as error:
        raise ParamsError(f"{where}, {error}") from None
    except ValueError:  # a date that is not one, such as 2025-11-31
        raise ParamsError(f"{where}: {_no_such_day(text)}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ParamsError(
            f"{where}{line} is not YAML: {getattr(error, 'problem', error)}."
        ) from None
    if not isinstance(raw, dict):
        raise ParamsError(f"{where} must hold keys and values, such as as_at: 2025-12-31.")
    return raw


def _no_such_day(text: str) -> str:
    for found in re.finditer(r"(?m)^\s*(\w+):\s*(\d{4}-\d{2}-\d{2})\s*(?:#.*)?$", text):
        try:
            date.fromisoformat(found[2])
        except ValueError:
            return f"{found[1]} has {found[2]}, and there is no such day."
    return "it holds a date or number that is not one."
