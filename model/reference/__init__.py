"""The same days lived without compiled code: a plain twin of every stage of the journey.

The twins say what the kernels mean with other means: whole columns where order does not matter, sorted lists where
it does, and queues read off the state of each need instead of being threaded through it. The tests hold both against
each other (integer states equal, floats within 1e-12), and a district lives by the twins where numba is absent.
"""
