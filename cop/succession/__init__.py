"""Who looks after what somebody leaves: they ask a successor, who says yes or no."""
