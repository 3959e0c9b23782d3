// Answers as bytes, appended to a batch: nothing but the standard's lines around the API's Response.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "server/http/message.hpp"
#include "server/http/refusal.hpp"

namespace passerby::http {

struct AnswerFrame {
    std::string_view date;   // of the Date line
    bool keep_alive = true;  // else the client is told that we close
    bool http_1_0 = false;   // to whom keeping alive must be said
    bool head_only = false;  // the body's length, not the body
};

void append_answer(std::string& out, const Response& response, const AnswerFrame& frame);

// The response that says so.
void write_refusal(Refusal refusal, Response& response);

inline constexpr std::string_view continue_answer = "HTTP/1.1 100 Continue\r\n\r\n";

// `Sun, 22 Nov 2026 03:47:04 GMT`. Always of that length: once `out` has held one it takes no memory.
void write_http_date(std::chrono::sys_seconds now, std::string& out);

}  // namespace passerby::http
