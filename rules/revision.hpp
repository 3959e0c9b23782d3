// The fingerprint of a rule set's files.
#pragma once

#include <string>
#include <string_view>

namespace passerby::rules {

// Of every file, in the set's order, its name and its bytes. Owned by one load.
class RevisionDigest {
  public:
    RevisionDigest();
    ~RevisionDigest();
    RevisionDigest(const RevisionDigest&) = delete;
    RevisionDigest& operator=(const RevisionDigest&) = delete;

    void add(std::string_view name, std::string_view bytes);
    // 32 hex digits; nothing may be added after it.
    std::string finish();

  private:
    void add_framed(std::string_view bytes);

    void* context_ = nullptr;
};

}  // namespace passerby::rules
