"""The ways a message leaves the office: each module sends one message and returns a receipt."""
