// The TLS library's memory, wiped before it goes back: a client's greeting, the name that it asked for, its
// keys and what was decrypted of it end with its connection.
#pragma once

namespace passerby::http {

// For the whole process, and before anything else uses the library: false where it is too late.
[[nodiscard]] bool wipe_freed_tls_memory();

}  // namespace passerby::http
