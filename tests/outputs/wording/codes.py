"""What the program's text can say went wrong or is asked: read from the source, so that none is forgotten."""

import ast
import re
from collections.abc import Iterator

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_HOLE = re.compile(r"%\((\w+)\)s")


def dotted(source: str) -> set[str]:
    """Return every text of a file that is a code such as `vote.quorum`."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {one for one in texts if isinstance(one, str) and _CODE.fullmatch(one)}


def raised(source: str) -> dict[str, set[str]]:
    """Return the codes of the errors a file raises, each with the figures it surely carries.

    Errors are calls of a class, or of a parent's `__init__`, whose first argument is a code.
    """
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (code := _code_of(node)):
            given = {one.arg for one in node.keywords if one.arg is not None}
            found[code] = found[code] & given if code in found else given
    return found


def reasons(source: str) -> set[str]:
    """Return the codes given as a reason or a fault."""
    return {
        keyword.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"reason", "code"}
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
        and _CODE.fullmatch(keyword.value.value)
    }


def weighed(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each rule a file weighs with the figures it may carry, where both are written out."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                given = {one.arg: one.value for one in node.keywords}
                rule, figures = given.get("rule"), given.get("figures")
                if isinstance(rule, ast.Constant) and figures is not None:
                    yield str(rule.value), _keys(figures, function)


def holes(sentence: str) -> set[str]:
    """Return the figures a sentence shows."""
    return set(_HOLE.findall(sentence))


def _code_of(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return None
    is_error = isinstance(call.func, ast.Name) and call.func.id[:1].isupper() and call.func.id != "ForeignKey"
    is_parent = isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
    return first.value if (is_error or is_parent) and _CODE.fullmatch(first.value) else None


def _keys(figures: ast.expr, function: ast.FunctionDef) -> set[str]:
    """Return the keys of a mapping that is written out, here or where its name is given a value."""
    match figures:
        case ast.Dict(keys=keys):
            return {str(one.value) for one in keys if isinstance(one, ast.Constant)}
        case ast.BinOp(left=left, right=right):
            return _keys(left, function) | _keys(right, function)
        case ast.Name(id=name):
            return {key for value in _values(name, function) for key in _keys(value, function)}
    return set()


def _values(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case (
                ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
                | ast.AugAssign(target=ast.Name(id=target), value=value)
            ) if target == name:
                yield value
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=target), slice=key)]) if target == name:
                yield ast.Dict(keys=[key], values=[ast.Constant(value="")])
