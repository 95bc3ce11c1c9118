"""What of dates and durations a question asks for."""
