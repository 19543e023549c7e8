"""Arrows only point down: each layer imports itself and those below it."""

import ast
from pathlib import Path

import pytest

import regesta

PACKAGE = Path(regesta.__file__).parent
LAYERS = [
    {"version", "errors", "schema", "settings", "samples"},
    {"knowledge"},
    {"reading"},
    {"coding"},
    {"record"},
    {"export"},
    {"api", "doctor"},
    {"cli", "cli_actors", "cli_output", "web"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
NO_ARROW = {("record", "coding"), ("record", "reading")}  # the record works without models and without files


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names if node.module == "regesta"}
    return {name for name in found if name.startswith("regesta.")}


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem not in ("__init__", "__main__"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_its_own_layer_and_those_below(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert here in RANK, f"{here} stands in no layer"
    for module in imports(path):
        there = room_of(module)
        assert RANK[there] <= RANK[here], f"{path.name} imports {module}, which stands above it"
        assert (here, there) not in NO_ARROW, f"{here} must not know {there}"


def is_broad(handler: ast.ExceptHandler) -> bool:
    names = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )
    gives_back = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    return names and not gives_back


def test_only_the_pipeline_catches_everything() -> None:
    broad = [
        (path.name, node.lineno)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and is_broad(node)
    ]
    assert {name for name, _ in broad} <= {"pipeline.py"}, broad
