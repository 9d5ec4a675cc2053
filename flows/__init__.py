"""What Prefect runs: each file a flow, its tasks above it."""
