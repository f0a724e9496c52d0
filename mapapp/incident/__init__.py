"""The incident: one story's map, as a document that everything else speaks."""
