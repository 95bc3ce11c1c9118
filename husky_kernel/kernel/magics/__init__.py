"""What a person types: ``%%husky``, ``%husky`` and their words."""
