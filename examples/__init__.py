"""Invented offices that show what the program does; nobody in them exists."""
