"""What a refund gives back, to whom, and whether it may."""
