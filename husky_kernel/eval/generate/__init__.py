"""Questions of our own in the style of HuskyQA: look up what is missing, then compute.

``recipes.toml`` says which facts a question needs, how they are computed with and how it is put. Drawn are real
entities; the figures are those that the offline search returns for a plain query; the answer is what a program prints,
run in a process of its own; and it stands only if equations, solved over the figures of a second search, give the same.
"""
