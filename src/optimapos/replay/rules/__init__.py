"""The decisions of a replay, pure: prices, ids, who sells what, and the account at the end."""
