"""What a contact is: numbers, the model, and the tolerant reading of an answer. Pure, no I/O."""
