"""What comes in and what goes out: one serializer for each, and none of them saves."""
