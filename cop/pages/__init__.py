"""Pages that show several features, so they stand above them all: home, about, admin."""
