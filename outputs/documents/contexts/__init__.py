"""What each form prints: one frozen dataclass a form, filled from the facts on record."""
