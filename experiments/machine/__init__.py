"""What this computer can do: whether it has what a district needs, how fast it is, kernels compiled ahead."""
