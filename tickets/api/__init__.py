"""The API: the same verbs and reads as the pages, for programs."""
