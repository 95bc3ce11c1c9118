"""Programs that are not what Python or sympy wants: names, brackets, imports, options."""
