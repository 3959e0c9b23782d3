#include "server/http/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "server/http/limits.hpp"

namespace passerby::http {

namespace {

struct StatusLine {
    int status;
    std::string_view line;
};
constexpr StatusLine status_lines[] = {
    {200, "HTTP/1.1 200 OK\r\n"},
    {202, "HTTP/1.1 202 Accepted\r\n"},
    {204, "HTTP/1.1 204 No Content\r\n"},
    {304, "HTTP/1.1 304 Not Modified\r\n"},
    {400, "HTTP/1.1 400 Bad Request\r\n"},
    {401, "HTTP/1.1 401 Unauthorized\r\n"},
    {403, "HTTP/1.1 403 Forbidden\r\n"},
    {404, "HTTP/1.1 404 Not Found\r\n"},
    {405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    {408, "HTTP/1.1 408 Request Timeout\r\n"},
    {409, "HTTP/1.1 409 Conflict\r\n"},
    {413, "HTTP/1.1 413 Content Too Large\r\n"},
    {414, "HTTP/1.1 414 URI Too Long\r\n"},
    {415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    {417, "HTTP/1.1 417 Expectation Failed\r\n"},
    {421, "HTTP/1.1 421 Misdirected Request\r\n"},
    {422, "HTTP/1.1 422 Unprocessable Content\r\n"},
    {431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    {500, "HTTP/1.1 500 Internal Server Error\r\n"},
    {503, "HTTP/1.1 503 Service Unavailable\r\n"},
    {505, "HTTP/1.1 505 HTTP Version Not Supported\r\n"},
};

void append_status(std::string& out, int status) {
    const auto known = std::find_if(std::begin(status_lines), std::end(status_lines),
                                    [&](const StatusLine& row) { return row.status == status; });
    if (known != std::end(status_lines)) {
        out.append(known->line);
    } else {
        fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} \r\n", status);
    }
}

bool has_body(int status) {
    return status != 204 && status != 304;
}

void append_connection(std::string& out, const AnswerFrame& frame) {
    if (!frame.keep_alive) {
        out.append("Connection: close\r\n");
    } else if (frame.http_1_0) {
        out.append("Connection: keep-alive\r\n");
    }
}

}  // namespace

void append_answer(std::string& out, const Response& response, const AnswerFrame& frame) {
    append_status(out, response.status);
    out.append("Date: ").append(frame.date).append("\r\n");
    append_connection(out, frame);
    if (has_body(response.status)) {
        out.append("Content-Type: ").append(response.content_type).append("\r\nContent-Length: ");
        const fmt::format_int length(response.body.size());
        out.append(length.data(), length.size()).append("\r\n");
    }
    out.append(response.fields).append("\r\n");
    if (has_body(response.status) && !frame.head_only) out.append(response.body);
}

void write_refusal(Refusal refusal, Response& response) {
    response.start();
    response.status = status_of(refusal);
    response.content_type = problem::media_type;
    problem::begin(refusal, response.body);
    response.body.append("}");
    if (response.status != 503) return;
    const fmt::format_int seconds(limits::retry_after_seconds);
    response.field("Retry-After", {seconds.data(), seconds.size()});
}

void write_http_date(std::chrono::sys_seconds now, std::string& out) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(midnight);
    const std::chrono::hh_mm_ss time(now - midnight);
    out.clear();
    fmt::format_to(std::back_inserter(out), "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                   days[std::chrono::weekday(midnight).c_encoding()], static_cast<unsigned>(date.day()),
                   months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                   time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace passerby::http
