"""Every read of cases, by what is read. The reader comes first."""
