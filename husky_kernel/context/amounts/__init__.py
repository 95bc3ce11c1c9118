"""What of amounts a question asks for: money, rates, shares, what an amount is made of."""
