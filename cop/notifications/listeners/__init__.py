"""What the events of other features mean for people: whom they concern, and as what."""
