// One request and one answer as values: all that the API sees of HTTP.
//
// A RequestView is a set of views into the connection's buffer and lives only during the call that handles
// it. A Response is owned by one worker and reused: once warm it allocates nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace passerby::http {

struct Header {
    std::string_view name, value;
};

// Who is at the other end. Nobody keeps the address: the system is asked when somebody has to know.
class Peer {
  public:
    // IPv4 is written as in IPv6 (::ffff:192.0.2.1). False: nobody is there any more.
    virtual bool tell_address(std::span<unsigned char, 16> into) const = 0;

  protected:
    ~Peer() = default;
};

struct RequestView {
    std::string_view method;  // as sent: "GET"
    std::string_view path;    // before the `?`, not percent-decoded
    std::string_view query;   // after it; empty where there is none
    std::span<const Header> headers;
    std::string_view body;
    const Peer* peer = nullptr;  // none where no connection is

    // The first header of that name, which is given in lower case; names compare without regard to case.
    std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

struct Response {
    int status = 200;
    std::string fields;  // further header lines, each "Name: value\r\n"
    std::string body;
    std::string_view content_type = "application/json";

    void start() {
        status = 200;
        content_type = "application/json";
        fields.clear();
        body.clear();
    }
    void field(std::string_view name, std::string_view value) {
        fields.append(name).append(": ").append(value).append("\r\n");
    }
};

}  // namespace passerby::http
