"""What the program is made of: its build, and the licences of its parts."""
