"""What may be believed and what may be told: secrets stay with the user, outside text is data. Floor 2.

Nothing is imported here: the detector of secrets is only loaded when there is text to look at.
"""
