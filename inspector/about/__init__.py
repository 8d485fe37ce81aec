"""Which build this is, and the licences of its parts."""
