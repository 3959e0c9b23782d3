#include "server/place/atlas.hpp"

#include <fcntl.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <span>
#include <utility>

#include "server/place/sound_file.hpp"

namespace passerby::place {

namespace {

constexpr std::size_t file_bytes_max = 1u << 30;  // eight times the largest of cities

class File {
  public:
    explicit File(int number) : number_(number) {}
    ~File() {
        if (number_ >= 0) { ::close(number_); }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

// What of a copy can be seen in memory, for as long as it is looked at.
class View {
  public:
    View(const File& file, std::size_t size)
        : size_(size), bytes_(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0)) {}
    ~View() {
        if (*this) { ::munmap(bytes_, size_); }
    }
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    explicit operator bool() const { return bytes_ != MAP_FAILED; }
    std::span<const unsigned char> bytes() const {
        return {static_cast<const unsigned char*>(bytes_), size_};
    }

  private:
    std::size_t size_;
    void* bytes_;
};

// All of the one file into the other, which is in memory alone; nothing where that failed.
Atlas::Wrong copy(const File& from, const File& to, std::size_t size) {
    while (size > 0) {
        const ssize_t moved = ::sendfile(to.number(), from.number(), nullptr, size);
        if (moved < 0 && errno == EINTR) { continue; }
        if (moved < 0) { return errno == EIO ? Atlas::Wrong::unreadable : Atlas::Wrong::no_memory; }
        if (moved == 0) { return Atlas::Wrong::malformed; }  // it has become shorter meanwhile
        size -= static_cast<std::size_t>(moved);
    }
    return Atlas::Wrong::nothing;
}

// Publishers write the same in different places; of each list the first that is there counts.
using Path = std::array<const char*, 4>;
constexpr Path countries[] = {{"country", "iso_code"}, {"country_code"}, {"country"}};
constexpr Path regions[] = {{"subdivisions", "0", "iso_code"}, {"region_code"}};
constexpr Path cities[] = {{"city", "names", "en"}};
constexpr Path flat_cities[] = {{"city"}};

std::string_view text_at(MMDB_entry_s& entry, std::span<const Path> paths) {
    for (const Path& path : paths) {
        MMDB_entry_data_s data{};
        const int status = ::MMDB_aget_value(&entry, &data, path.data());
        if (status == MMDB_SUCCESS && data.has_data && data.type == MMDB_DATA_TYPE_UTF8_STRING) {
            return {data.utf8_string, data.data_size};
        }
    }
    return {};
}

// Where a publisher adds the district in parentheses, that is finer than anybody here is told.
std::string_view without_district(std::string_view city) {
    return city.substr(0, city.find(" ("));
}

// Overwrites what the library's calls have left of an address where the stack goes on.
[[gnu::noinline]] void wipe_below() {
    std::array<unsigned char, 2'048> room;
    ::explicit_bzero(room.data(), room.size());
}

}  // namespace

Place::~Place() {
    ::explicit_bzero(region_.data(), region_.size());
}

// Most write the part behind the hyphen, some the whole.
void Place::set_region(std::string_view within_country) {
    const bool whole = within_country.find('-') != within_country.npos;
    const std::size_t size = (whole ? 0 : country.size() + 1) + within_country.size();
    if (within_country.empty() || country.empty() || size > region_.size()) { return; }
    char* end = region_.data();
    if (!whole) {
        end = std::copy(country.begin(), country.end(), end);
        *end++ = '-';
    }
    std::copy(within_country.begin(), within_country.end(), end);
    region_size_ = size;
}

struct Atlas::Library {
    ~Library() {
        if (open) { ::MMDB_close(&file); }
    }
    MMDB_s file{};
    bool open = false;
};

Atlas::Atlas(std::unique_ptr<Library> library) : library_(std::move(library)) {}
Atlas::~Atlas() = default;

std::shared_ptr<const Atlas> Atlas::blank() {
    return std::shared_ptr<const Atlas>(new Atlas(std::make_unique<Library>()));
}

Atlas::Loaded Atlas::load(const std::string& path) {
    try {
        return open(path);
    } catch (const std::bad_alloc&) { return {nullptr, Wrong::no_memory}; }
}

Atlas::Loaded Atlas::open(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts {};
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return {nullptr, Wrong::unreadable};
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size > file_bytes_max) { return {nullptr, Wrong::too_large}; }
    if (size == 0) { return {nullptr, Wrong::malformed}; }
    const File copied(::memfd_create("places", MFD_CLOEXEC));
    if (copied.number() < 0) { return {nullptr, Wrong::no_memory}; }
    if (const Wrong wrong = copy(file, copied, size); wrong != Wrong::nothing) { return {nullptr, wrong}; }
    const View view(copied, size);
    if (!view) { return {nullptr, Wrong::no_memory}; }
    if (!is_sound(view.bytes())) { return {nullptr, Wrong::malformed}; }

    // The library opens by name only, and maps what it opened: here that is memory of ours which nobody
    // changes.
    auto library = std::make_unique<Library>();
    const std::string name = "/proc/self/fd/" + std::to_string(copied.number());
    const int status = ::MMDB_open(name.c_str(), MMDB_MODE_MMAP, &library->file);
    library->open = status == MMDB_SUCCESS;
    if (status == MMDB_OUT_OF_MEMORY_ERROR || status == MMDB_IO_ERROR) { return {nullptr, Wrong::no_memory}; }
    if (!library->open) {
        return {nullptr, status == MMDB_FILE_OPEN_ERROR ? Wrong::unreadable : Wrong::malformed};
    }
    return {std::shared_ptr<const Atlas>(new Atlas(std::move(library))), Wrong::nothing};
}

Found Atlas::find(IpAddress& address, Place& place) const {
    const bool is_public = address.is_public();
    address.truncate();
    if (!is_public) { return Found::not_public; }
    if (!library_->open) { return Found::nothing; }
    union {
        sockaddr_in v4;
        sockaddr_in6 v6;
        sockaddr any;
    } asked{};
    const auto bytes = std::span(address.bytes());
    if (address.is_v4()) {
        asked.v4.sin_family = AF_INET;
        ::memcpy(&asked.v4.sin_addr, bytes.last(4).data(), 4);
    } else {
        asked.v6.sin6_family = AF_INET6;
        ::memcpy(&asked.v6.sin6_addr, bytes.data(), bytes.size());
    }
    int wrong = MMDB_SUCCESS;
    MMDB_lookup_result_s result = ::MMDB_lookup_sockaddr(&library_->file, &asked.any, &wrong);
    ::explicit_bzero(&asked, sizeof asked);
    const bool found = wrong == MMDB_SUCCESS && result.found_entry;
    if (found) {
        place.country = text_at(result.entry, countries);
        place.set_region(text_at(result.entry, regions));
        place.city = text_at(result.entry, cities);
        if (place.city.empty()) { place.city = without_district(text_at(result.entry, flat_cities)); }
    }
    wipe_below();
    return found && !place.country.empty() ? Found::place : Found::nothing;
}

std::uint32_t Atlas::nodes() const {
    return library_->file.metadata.node_count;
}

std::string_view code_of(Atlas::Wrong wrong) {
    switch (wrong) {
        case Atlas::Wrong::unreadable: return "place-file-unreadable";
        case Atlas::Wrong::too_large: return "place-file-too-large";
        case Atlas::Wrong::malformed: return "place-file-malformed";
        case Atlas::Wrong::no_memory: return "out-of-memory";
        case Atlas::Wrong::nothing: break;
    }
    return "";
}

}  // namespace passerby::place
