"""Accounts: the box in the corner, the form, the dialog, and the page of the first start."""
