"""The mailbox: what comes to our addresses – answers, new topics, letters that came back."""
