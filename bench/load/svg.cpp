#include "bench/load/svg.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace passerby::load {

namespace {

constexpr std::string_view style = R"(
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 17px; font-weight: 600; }
  .small { font-size: 11.5px; }
  .axis { stroke: #57606a; fill: none; }
  .grid { stroke: #d0d7de; fill: none; }
  .first { stroke: #2f7ed8; stroke-width: 2.4; fill: none; }
  .second { stroke: #e0762b; stroke-width: 2; stroke-dasharray: 7 4; fill: none; }
  .third { stroke: #c2488f; stroke-width: 2; stroke-dasharray: 2 3; fill: none; }
  .first-mark { fill: #2f7ed8; }
  .second-mark { fill: #e0762b; }
  .spoilt { fill: #8c959f; fill-opacity: 0.35; }
  .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .axis { stroke: #9198a1; }
    .grid { stroke: #30363d; }
    .page { fill: #0d1117; }
  }
)";

constexpr std::array<std::string_view, 3> anchors{"start", "middle", "end"};

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            default: safe += c;
        }
    }
    return safe;
}

}  // namespace

Svg::Svg(double width, double height) : width_(width), height_(height) {}

void Svg::text(Point at, std::string_view words, std::string_view kind, Anchor anchor) {
    fmt::format_to(std::back_inserter(body_),
                   R"(<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>)", at.x, at.y, kind,
                   anchors[static_cast<std::size_t>(anchor)], escaped(words));
    body_ += '\n';
}

void Svg::upright_text(Point at, std::string_view words) {
    fmt::format_to(
        std::back_inserter(body_),
        "<text text-anchor=\"middle\" transform=\"translate({:.1f} {:.1f}) rotate(-90)\">{}</text>\n", at.x,
        at.y, escaped(words));
}

void Svg::line(Point from, Point to, std::string_view kind) {
    curve({from, to}, kind);
}

void Svg::curve(const std::vector<Point>& points, std::string_view kind) {
    if (points.empty()) { return; }
    std::string path;
    for (const Point& point : points) {
        fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', point.x,
                       point.y);
    }
    fmt::format_to(std::back_inserter(body_), "<path class=\"{}\" d=\"{}\"/>\n", kind, path);
}

void Svg::dot(Point at, std::string_view kind) {
    fmt::format_to(std::back_inserter(body_),
                   "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.8\" class=\"{}\"/>\n", at.x, at.y, kind);
}

void Svg::square(Point at, std::string_view kind) {
    box({at.x - 3.4, at.y - 3.4}, 6.8, 6.8, kind);
}

void Svg::box(Point corner, double width, double height, std::string_view kind) {
    fmt::format_to(std::back_inserter(body_),
                   "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\"/>\n",
                   corner.x, corner.y, width, height, kind);
}

std::string Svg::done() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "role=\"img\">\n<style>{2}</style>\n<rect class=\"page\" width=\"{0}\" height=\"{1}\"/>\n{3}</svg>\n",
        width_, height_, style, body_);
}

}  // namespace passerby::load
