"""Line and bar charts as SVG by hand: logarithmic axes, legible on light and dark pages."""

import math

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 84, 210, 82, 60

# Colours that stand out from white and from near-black alike.
COLOURS = ["#2f7ed8", "#e0762b", "#2ca25f", "#c2488f", "#8a6fd1", "#b8860b", "#4a9ab5", "#d1495b"]

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 17px; font-weight: 600; }
  .small { font-size: 11.5px; }
  .axis { stroke: #57606a; fill: none; }
  .grid { stroke: #d0d7de; fill: none; }
  .limit { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 6 4; fill: none; }
  .limit-text { fill: #cf222e; font-size: 11.5px; }
  .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .axis { stroke: #9198a1; }
    .grid { stroke: #30363d; }
    .limit { stroke: #ff7b72; }
    .limit-text { fill: #ff7b72; }
    .page { fill: #0d1117; }
  }
"""


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def nanoseconds(value):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.3g} ns"


def counted(value):
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.3g}"


class Logarithmic:
    """An axis from one power of ten to another, or tighter."""

    def __init__(self, low, high, first_pixel, last_pixel):
        self.low, self.high = math.log10(low), math.log10(high)
        self.first_pixel, self.last_pixel = first_pixel, last_pixel

    def pixel(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.first_pixel + share * (self.last_pixel - self.first_pixel)

    def ticks(self):
        return [10.0 ** power for power in range(math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9) + 1)]


class Chart:
    def __init__(self, title, subtitle, machine, x_label, y_label):
        self.parts = []
        self.x_label, self.y_label = x_label, y_label
        self.text(LEFT, 26, title, "title")
        self.text(LEFT, 46, subtitle, "small")
        self.text(LEFT, 63, machine, "small")

    def text(self, x, y, text, kind="", anchor="start", turn="", colour=""):
        style = f' style="fill:{colour}"' if colour else ""
        rotate = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}"{rotate}{style}>'
                          f"{escaped(text)}</text>")

    def line(self, x1, y1, x2, y2, kind):
        self.parts.append(f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>')

    def axes(self, x_axis, y_axis, x_name, y_name, x_ticks=None):
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        for tick in y_axis.ticks():
            y = y_axis.pixel(tick)
            self.line(LEFT, y, right, y, "grid")
            self.text(LEFT - 8, y + 4, y_name(tick), anchor="end")
        for tick in x_ticks or x_axis.ticks():
            x = x_axis.pixel(tick)
            self.line(x, TOP, x, bottom, "grid")
            self.text(x, bottom + 20, x_name(tick), anchor="middle")
        self.line(LEFT, bottom, right, bottom, "axis")
        self.line(LEFT, TOP, LEFT, bottom, "axis")
        self.text((LEFT + right) / 2, HEIGHT - 14, self.x_label, anchor="middle")
        self.text(20, (TOP + bottom) / 2, self.y_label, anchor="middle", turn="-90")

    def curve(self, points, colour, dash=""):
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2"{dashes}/>')

    def dots(self, points, colour):
        self.parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{colour}"/>' for x, y in points]

    def bar(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')

    def names(self, entries, gap=16):
        """Names beside the ends of their lines: (wanted y, text, colour), moved apart where they would touch."""
        last = TOP - gap
        for y, text, colour in sorted(entries):
            last = max(y, last + gap)
            self.text(WIDTH - RIGHT + 10, last + 4, text, "small", colour=colour)

    def write(self, path):
        body = "\n".join(self.parts)
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
                        f'height="{HEIGHT}" role="img">\n<style>{STYLE}</style>\n'
                        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>\n{body}\n</svg>\n', encoding="utf-8")
