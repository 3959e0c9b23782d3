# Warnings are errors, everywhere, for our own code.
add_library(passerby_warnings INTERFACE)
target_compile_options(passerby_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# Sanitizers move GCC's flow analysis into the standard library, where it sees ghosts.
if(PASSERBY_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(passerby_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
# Asio's fences are beyond the thread sanitizer; its mutexes, which order the same handlers, are not.
if(PASSERBY_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(passerby_warnings INTERFACE -Wno-tsan)
endif()
