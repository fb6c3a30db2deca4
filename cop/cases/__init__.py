"""Cases: good practices as structured records, and their way from draft to published."""
