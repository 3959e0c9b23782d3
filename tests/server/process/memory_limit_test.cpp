// The limit of a control group, of both versions, in folders made up for it.
#include "server/memory_limit.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace passerby::process {
namespace {

namespace fs = std::filesystem;

class MemoryLimit : public testing::Test {
  protected:
    ~MemoryLimit() override { fs::remove_all(root_); }

    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }
    void be_in(const std::string& groups) const { write("proc/self/cgroup", groups); }
    std::optional<std::size_t> limit() const { return read_memory_limit(root_); }

  private:
    const fs::path root_ = fs::temp_directory_path() / ("passerby-memory-limit-" + std::to_string(getpid()));
};

TEST_F(MemoryLimit, there_may_be_none) {
    EXPECT_EQ(limit(), std::nullopt);
    be_in("0::/a/b\n");
    EXPECT_EQ(limit(), std::nullopt);
    write("sys/fs/cgroup/a/b/memory.max", "max\n");
    EXPECT_EQ(limit(), std::nullopt);
    be_in("no colon\n:\n4:memory\n");
    EXPECT_EQ(limit(), std::nullopt);
}

TEST_F(MemoryLimit, version_two_says_it_in_its_own_group) {
    be_in("0::/system.slice/passerby.service\n");
    write("sys/fs/cgroup/system.slice/passerby.service/memory.max", "67108864\n");
    EXPECT_EQ(limit(), 64u << 20);
}

TEST_F(MemoryLimit, the_least_of_those_around_counts) {
    be_in("0::/a/b\n");
    write("sys/fs/cgroup/a/b/memory.max", "3000000\n");
    write("sys/fs/cgroup/a/memory.max", "1000000\n");
    write("sys/fs/cgroup/memory.max", "2000000\n");
    EXPECT_EQ(limit(), 1'000'000u);
}

TEST_F(MemoryLimit, version_one_writes_a_huge_number_for_none) {
    be_in("5:devices:/\n4:memory:/a\n0::/\n");
    write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
    EXPECT_EQ(limit(), std::nullopt);
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");
    EXPECT_EQ(limit(), 128u << 20);
    be_in("4:cpu,memory:/a\n");
    EXPECT_EQ(limit(), 128u << 20);
}

TEST_F(MemoryLimit, in_a_container_the_path_may_be_of_elsewhere) {
    be_in("0::/docker/0123/of/the/host\n");
    write("sys/fs/cgroup/memory.max", "50000000\n");
    EXPECT_EQ(limit(), 50'000'000u);
}

}  // namespace
}  // namespace passerby::process
