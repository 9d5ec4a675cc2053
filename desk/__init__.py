"""What people touch: pages that show and ask, and hand every decision to the engine."""
