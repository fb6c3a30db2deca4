"""Guides: cases in an order, with foreword, chapters and notes, published in editions."""
