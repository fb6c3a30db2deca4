"""The language of the search box: text in, a tree of Whoosh's and what there is to say about it."""
