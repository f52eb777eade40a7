"""The front door: settings, sign-in, people, places, the web shell, embedded engines."""
