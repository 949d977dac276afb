"""Kernels that are ready at once: forked from a process that has imported everything already.

`zygote` is that process as its clients see it, `serving` what runs in it, `provisioner` the door for Jupyter.
"""
