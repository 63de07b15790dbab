"""What Data.Bounded imports from its host."""

topInt = 2147483647
bottomInt = -2147483648
topChar = "\uffff"
bottomChar = "\0"
topNumber = float("inf")
bottomNumber = float("-inf")
