"""Daily files of US trademark applications (TRTDXFAP)."""
