"""What pages ask, turned from text into values; commands do the saving."""
