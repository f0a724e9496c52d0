"""Online geocoders by way of geopy: one request a second for the whole machine, and what may be kept."""

from mapapp.geocode.online.online import Online

__all__ = ["Online"]
