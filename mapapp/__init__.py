"""Geocode the places of a news story and publish them as an honest map."""
