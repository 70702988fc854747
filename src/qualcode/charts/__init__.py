"""Charts of a run as PNG and SVG files, for whoever writes the report."""
