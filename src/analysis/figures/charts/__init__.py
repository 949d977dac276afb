"""The kinds of charts, a module each: values and words in, a `Chart` out."""
