"""Files: what people attach and what imports keep whole. Knows no feature that attaches them."""
