"""The catalogues of the citizen's pages: what is said, read and written as .po, compiled as .mo."""
