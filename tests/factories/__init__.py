"""What tests start from, made through the services like in life."""
