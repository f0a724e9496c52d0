"""The published maps as plain files, made of what the app answers when it is asked as readers ask it."""
