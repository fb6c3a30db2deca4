"""Every change of files. Who may attach one to what is the other feature's rule."""
