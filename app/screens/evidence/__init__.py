"""The page Evidence: claims, levers, patterns and parameters, each with its source and the model that was asked."""
