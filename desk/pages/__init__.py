"""One file a page; `desk.routes` finds them all, so a new page is a new file and nothing else."""
