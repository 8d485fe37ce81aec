"""Accounts: the account button, the form, the dialog, and the page shown on the first start."""
