"""The demo community: invented people, cases and figures, told as if they had just happened."""
