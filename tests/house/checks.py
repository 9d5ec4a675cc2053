"""The house's own rules, which no linter knows: each takes a file's text and tells what breaks it."""

import ast
import io
import re
import tokenize
from functools import lru_cache

LONGEST_FILE = 400
LONGEST_FUNCTION = 50

_CLOCK_CALLS = {"now", "today", "utcnow"}
_CLOCK_FUNCTIONS = {"time", "time_ns", "localtime", "gmtime"}
_MUTABLE_TYPES = {"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict"}
_SUPPRESSION = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[^]]*\])?)(?P<why>.*)"
)
_A_WORD = re.compile(r"[a-z]{3}")


def too_long(source: str) -> list[str]:
    """Name the file and the functions that have outgrown one look."""
    lines = source.count("\n")
    found = [f"{lines} lines, at most {LONGEST_FILE}"] if lines > LONGEST_FILE else []
    for node in _nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{node.lineno}: {length} lines in {node.name}, at most {LONGEST_FUNCTION}")
    return found


def clock_reads(source: str) -> list[str]:
    """Name the places that ask what time it is, instead of being told."""
    reads = [node for node in _nodes(source) if _reads_the_clock(node)]
    return sorted({_place(node.func if isinstance(node, ast.Call) else node) for node in reads})


def commits(source: str) -> list[str]:
    """Name the places that end a transaction by hand."""
    return [
        _place(node)
        for node in _nodes(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def broad_excepts(source: str) -> list[str]:
    """Name the handlers that catch what nobody has thought of."""
    return [
        _place(node)
        for node in _nodes(source)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & _names(node.type))
    ]


def more_than_functions(source: str) -> list[str]:
    """Name what a file loaded twice cannot hold: classes, and state that its two copies would not share."""
    classes = [_place(node) for node in _nodes(source) if isinstance(node, ast.ClassDef)]
    state = [_place(node) for node in ast.parse(source).body if not _is_stateless(node)]
    return sorted({*classes, *state})


def unexplained_suppressions(source: str) -> list[str]:
    """Name the comments that silence a checker without saying why on the same line."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match = _SUPPRESSION.match(token.string) if token.type == tokenize.COMMENT else None
        if match and not _A_WORD.search(match["why"]):
            found.append(f"{token.start[0]}: {token.string}")
    return found


@lru_cache(maxsize=1_000)
def _nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source)))


def _place(node: ast.AST) -> str:
    return f"{getattr(node, 'lineno', 0)}: {ast.unparse(node).splitlines()[0]}"


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _reads_the_clock(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CLOCK_CALLS:
            return True
        case ast.Attribute(value=ast.Name(id="time"), attr=name) if name in _CLOCK_FUNCTIONS:
            return True
        case ast.Attribute(value=ast.Name(id="datetime" | "date") | ast.Attribute(attr="datetime" | "date")):
            return node.attr in _CLOCK_CALLS
        case ast.ImportFrom(module="time", names=names):
            return any(name.name in _CLOCK_FUNCTIONS for name in names)
    return False


def _is_stateless(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            return name.isupper() and not _is_mutable(value)
    return False


def _is_mutable(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _MUTABLE_TYPES
    return False
