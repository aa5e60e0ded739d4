"""The environment files agree with each other, and the repository keeps its own rules."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so the tracked files are not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def pinned(file: str = "requirements.txt") -> dict[str, set[str]]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pins: dict[str, set[str]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            name, version = line.split(";")[0].strip().split("==")
            pins.setdefault(name_of(name), set()).add(version)
    return pins


def test_every_dependency_that_people_edit_is_pinned():
    asked = project()["dependencies"]
    tests = asked + project()["optional-dependencies"]["dev"]
    assert {name_of(line) for line in asked} <= set(pinned())
    assert {name_of(line) for line in tests} <= set(pinned("requirements-dev.txt"))


def test_what_tests_need_is_pinned_to_what_users_have():
    users, tests = pinned(), pinned("requirements-dev.txt")
    assert {name: tests.get(name) for name in users} == users


def test_no_user_is_given_what_only_tests_need():
    # among them an oracle under GPL-3, which the package must not need
    assert not {"phstatsmethods", "pytauargus", "statsmodels", "pytest"} & set(pinned())
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"^\s*(?:import|from) (?:PHStatsMethods|pytauargus|statsmodels)", text, re.M
        )


def test_no_pin_is_older_than_what_is_asked_for():
    for line in project()["dependencies"]:
        at_least = re.search(r">=([\d.]+)", line)
        assert at_least, line
        floor = tuple(int(part) for part in at_least[1].split("."))
        for version in pinned()[name_of(line)]:
            numbers = tuple(int(part) for part in re.findall(r"\d+", version)[: len(floor)])
            assert numbers >= floor, line


def test_the_installed_environment_is_the_pinned_one():
    from importlib import metadata

    for line in project()["dependencies"]:
        name = name_of(line)
        assert metadata.version(name) in pinned()[name], name


def test_the_conda_file_names_no_library_but_python_and_pip():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in conda["dependencies"] if isinstance(entry, str)]
    assert [re.split("[=<>]", entry)[0] for entry in plain] == ["python", "pip"]
    nested = [entry for entry in conda["dependencies"] if isinstance(entry, dict)]
    assert nested == [{"pip": ["-r requirements.txt", "-e ."]}]


def test_the_conda_python_is_one_that_the_project_supports():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    version = next(e for e in conda["dependencies"] if str(e).startswith("python=")).split("=")[1]
    assert version in ("3.11", "3.12", "3.13")
    assert project()["requires-python"] == ">=3.11,<3.14"


def test_no_lock_or_requirements_file_holds_an_address():
    for path in tracked():
        if path.name.startswith("requirements") or path.suffix == ".lock":
            assert "://" not in path.read_text(encoding="utf-8"), path.name


def test_no_file_names_a_path_of_a_machine():
    homes = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/[\w.]+/|[A-Z]:\\\\?Users")
    for path in tracked():
        if path.suffix not in (".png", ".ico") and path != Path(__file__):
            found = homes.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found[0] if found else ''}"


def test_reports_and_raw_files_are_not_kept_in_git():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "reports/" in ignored and "data/raw/" in ignored
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert not [name for name in names if name.startswith(("reports/", "data/raw/"))]


def test_calculations_read_and_write_no_files_and_know_no_other_room():
    allowed = (
        "analysis.calculations",
        "analysis.errors",
        "analysis.periods",
        "analysis.vocabulary",
    )
    for path in sorted((ROOT / "src" / "analysis" / "calculations").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for module in re.findall(r"^from (analysis[\w.]*)", text, flags=re.MULTILINE):
            assert module.startswith(allowed), f"{path.name} imports {module}"
        assert "read_csv" not in text and "open(" not in text, path.name


def test_only_reporting_knows_papermill_and_nbconvert():
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "reporting" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"import (papermill|nbconvert)|from (papermill|nbconvert)", text)


def test_only_one_folder_starts_processes_that_make_reports():
    apart = {"pdf_pages.py", "record.py"}  # helpers that read a paper, and git
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "processes" not in path.parts and path.name not in apart:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"import multiprocessing|ProcessPool|Popen|subprocess", text), path


def test_nothing_imports_the_command():
    for path in sorted((ROOT / "src").rglob("*.py")):
        assert "from analysis.cli" not in path.read_text(encoding="utf-8"), path.name


def test_the_ci_script_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
