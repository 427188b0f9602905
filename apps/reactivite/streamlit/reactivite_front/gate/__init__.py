"""What stands before the views: signing in, and what comes once."""
