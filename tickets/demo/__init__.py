"""An invented trust with twenty months of tickets, made by calling the commands with moments of the past."""
