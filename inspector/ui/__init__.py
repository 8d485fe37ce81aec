"""The graphical user interface. Only this package and `app.py` import Qt."""
