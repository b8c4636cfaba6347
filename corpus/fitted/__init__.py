"""Every fitted number, with what it was fitted on; `make fit` writes the files beside this one."""
