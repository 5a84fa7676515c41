"""The public API of the Python SDK as text: `python-api.py FOLDER`. It reads the sources and runs none of them but the list of exports."""

import ast
import sys
from pathlib import Path

root = Path(sys.argv[1])
sys.path.insert(0, str(root))
from invorto.generated.exports import PLACES  # noqa: E402


def definitions(module: Path) -> dict:
    """Every class, function and assignment of the module by its name."""
    found = {}
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
    return found


def public(name: str) -> bool:
    return not name.startswith("_") or name in ("__init__", "__iter__", "__aiter__", "__await__", "__enter__", "__aenter__")


def lines_of(name: str, node: ast.AST) -> list:
    if isinstance(node, ast.Assign):
        return [f"{name} = {ast.unparse(node.value)}"]
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in [*node.bases, *node.keywords])
        inside = [line for child in node.body for line in member(child)]
        return [f"class {name}({bases}):" if bases else f"class {name}:", *(f"    {line}" for line in inside or ["..."])]
    return member(node)


def member(node: ast.AST) -> list:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and public(node.target.id):
        default = "" if node.value is None else f" = {ast.unparse(node.value)}"
        return [f"{node.target.id}: {ast.unparse(node.annotation)}{default}"]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and public(node.name):
        kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
        answer = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
        marks = [f"@{ast.unparse(mark)}" for mark in node.decorator_list]
        return [*marks, f"{kind} {node.name}({ast.unparse(node.args)}){answer}"]
    return []


def report() -> str:
    modules = {}
    parts = []
    for name, (module, own) in sorted(PLACES.items()):
        path = root / "invorto" / (module[2:] if module.startswith("..") else f"generated/{module[1:].replace('.', '/')}")
        file = path.with_suffix(".py")
        found = modules.setdefault(file, definitions(file))
        parts.append([f"{name} = {own}"] if name != own else lines_of(name, found[own]))
    events = definitions(root / "invorto/generated/webhook_events.py")
    webhooks = definitions(root / "invorto/webhooks.py")
    shown = {name: node for name, node in {**events, **webhooks}.items() if name != "__all__" and name != "SAMPLES"}
    hidden = [name for name in shown if name.startswith("_") and not isinstance(shown[name], ast.ClassDef)]
    named = sorted(name for name in shown if name not in hidden)
    inner = [lines_of(name, shown[name]) for name in named]
    blocks = [("invorto", parts), ("invorto.webhooks", inner)]
    texts = [f"## {title}\n\n```python\n" + "\n\n".join("\n".join(one) for one in block) + "\n```\n" for title, block in blocks]
    return "# API of the Python SDK\n\n> Written by `make sdks`. Do not edit: look at the difference.\n\n" + "\n".join(texts)


sys.stdout.write(report())
