"""The page Class: lessons step by step, a prediction before every reveal, a short test before and after."""
