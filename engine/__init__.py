"""What is decided and recorded."""
