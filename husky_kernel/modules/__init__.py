"""The five experts: action generator, code, math, query, commonsense. Prompt, stop rules, parsing. Prompts are data."""
