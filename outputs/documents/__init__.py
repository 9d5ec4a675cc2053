"""The office's papers: facts on record become a context, a tree, and from it a PDF, a DOCX and a preview."""
