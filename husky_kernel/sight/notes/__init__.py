"""What calls of pandas say about a result: each file looks at one kind of call, after it was made."""
