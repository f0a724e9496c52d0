"""What a person sees of an incident: the places in words and figures, the map's script, the basemap."""
