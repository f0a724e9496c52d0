"""What `make bench` measures; machines are noisy, so figures of one run are compared with each other."""
