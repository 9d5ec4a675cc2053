"""What leaves the office: papers, notices and the archive they lie in. Nothing here writes the database."""
