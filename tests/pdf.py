"""What is in a PDF, as another program reads it."""

import pypdfium2


def text_of(document: bytes) -> str:
    """The text of all pages, a space for each break of a line."""
    with pypdfium2.PdfDocument(document) as pdf:
        pages = (page.get_textpage().get_text_bounded() for page in pdf)
        return " ".join(" ".join(pages).split())
