"""Digital signatures on made documents: put on by the secretary's key, and read again by anybody.

The library for it is large and reads files from strangers, so the desk runs it in a process of its own
(`apart`); only `signing`, `examining`, `keys`, `tokens`, `stamps` and `worker` import it.
"""
