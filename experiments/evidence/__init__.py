"""What levers and findings were measured to do: questions with the code that answers them, each with a page of docs."""
