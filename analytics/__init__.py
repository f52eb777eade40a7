"""What the tickets teach: measures, charts and reports. Changes no ticket."""
