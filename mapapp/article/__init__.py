"""Story text becomes mentions of places, claims about them, and moments; pure."""
