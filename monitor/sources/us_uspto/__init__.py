"""Sources of the US Patent and Trademark Office."""
