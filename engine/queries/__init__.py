"""What is read: every question a page, a flow or a report asks, answered in plain values."""
