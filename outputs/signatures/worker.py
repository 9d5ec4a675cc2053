"""Signs one document, or reads the signatures of one file, as a process of its own: asked by `apart` alone.

The request comes in on standard input and the answer goes out on standard output, both JSON; nothing of it is
ever an argument or a variable, which other users of the machine could read.
"""

from __future__ import annotations

import resource
import sys

from models.errors import DiudatError
from outputs.signatures.apart import ANSWER, REQUEST, Answer, Request
from outputs.signatures.examining import examine
from outputs.signatures.signing import sign

_MOST_SECONDS, _MOST_MEMORY = 60, 2 << 30


def answered(request: Request) -> Answer:
    """Return what became of a request."""
    try:
        if request.key is None:
            return Answer(examined=examine(request.pdf, request.means.trust_folder, request.at))
        made = sign(request.pdf, request.key, name=request.name, at=request.at, means=request.means)
    except DiudatError as error:
        figures = {name: str(value) for name, value in error.figures.items()}
        return Answer(error=type(error).__name__, code=error.code, figures=figures)
    return Answer(signed=made)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no key is left behind in a crash's dump
    sys.stdout.buffer.write(ANSWER.dump_json(answered(REQUEST.validate_json(sys.stdin.buffer.read()))))
