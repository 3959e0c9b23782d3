// A drawing as text: lines, words and bands, legible on light and dark pages, told apart without colour.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerby::load {

struct Point {
    double x = 0, y = 0;
};

enum class Anchor : std::uint8_t { start, middle, end };

class Svg {
  public:
    Svg(double width, double height);

    void text(Point at, std::string_view words, std::string_view kind = "", Anchor anchor = Anchor::start);
    void upright_text(Point at, std::string_view words);
    void line(Point from, Point to, std::string_view kind);
    void curve(const std::vector<Point>& points, std::string_view kind);
    void dot(Point at, std::string_view kind);
    void square(Point at, std::string_view kind);
    void box(Point corner, double width, double height, std::string_view kind);

    std::string done() const;

  private:
    double width_, height_;
    std::string body_;
};

}  // namespace passerby::load
