"""Every read of rights, by noun."""
