"""What a contact is: the model, and the tolerant reading of an answer. Pure, no I/O."""
