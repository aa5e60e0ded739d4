"""The letters and drawn shapes of a PDF page, with no more about each than reading needs.

pdfplumber describes every letter by some twenty properties, which takes most of the time that a
long paper needs. Letters are taken here from pdfminer below it, by the same sums, with their text
and box alone; shapes are few and stay pdfplumber's own.
"""

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.container import Container
from pdfplumber.page import Page


class PageObjects(Container):
    """The "char", "rect", "line" and "curve" objects of a page, in the order they are drawn.

    Each is a dict with ``x0``, ``x1``, ``top`` and ``bottom`` in points from the page's upper left
    corner; a char has its ``text``, its colour and whether it stands ``upright``.
    """

    def __init__(self, page: Page):
        device = _Device(page)
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
        self._found: dict[str, list[dict]] = {"char": device.letters}
        for shape in device.shapes:
            drawn = page.process_object(shape)
            self._found.setdefault(drawn["object_type"], []).append(drawn)

    @property
    def objects(self) -> dict[str, list[dict]]:
        return self._found


class _Device(PDFLayoutAnalyzer):
    def __init__(self, page: Page):
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number)
        self.letters: list[dict] = []
        self.shapes: list[LTCurve] = []
        self.known: dict[tuple, tuple[str, float, float, bool]] = {}
        left, above = page.mediabox[:2]
        self.left, self.height, self.above = left, page.height, above
        self.before = page.initial_doctop

    def receive_layout(self, ltpage) -> None:
        self.shapes = list(_shapes_in(ltpage))

    def render_char(
        self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate
    ) -> float:  # fmt: skip
        try:
            text, width, descent, vertical = self.known[font, cid]
        except KeyError:
            text, width, descent, vertical = self.known[font, cid] = self._glyph(font, cid)
        a, b, c, d, x0, f = matrix
        if b or c or vertical:
            letter = LTChar(
                matrix, font, fontsize, scaling, rise, text, width, font.char_disp(cid), ncs,
                graphicstate,
            )  # fmt: skip
            self._add(text, *letter.bbox, letter.upright, graphicstate.ncolor)
            return letter.adv
        wide = width * fontsize * scaling
        low = descent * fontsize + rise
        x1, y0, y1 = a * wide + x0, d * low + f, d * (low + fontsize) + f
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        self._add(text, x0, y0, x1, y1, a * d * scaling > 0, graphicstate.ncolor)
        return wide

    def _glyph(self, font, cid: int) -> tuple[str, float, float, bool]:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        return text, font.char_width(cid), font.get_descent(), font.is_vertical()

    def _add(self, text: str, x0, y0, x1, y1, upright: bool, colour) -> None:
        top = self.height - y1 + self.above
        self.letters.append(
            {
                "text": text,
                "x0": x0 + self.left,
                "x1": x1 + self.left,
                "top": top,
                "bottom": self.height - y0 + self.above,
                "doctop": self.before + top,
                "upright": upright,
                "non_stroking_color": colour if isinstance(colour, tuple) else (colour,),
            }
        )


def _shapes_in(container: LTContainer):
    for item in container:
        if isinstance(item, LTContainer):
            yield from _shapes_in(item)
        elif isinstance(item, LTCurve):
            yield item
