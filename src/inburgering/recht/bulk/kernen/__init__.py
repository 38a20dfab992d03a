"""Functions on whole numbers that run as they stand and are also copied into the program that numba compiles."""
