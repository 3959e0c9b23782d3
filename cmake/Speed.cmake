# A quick build: a compiler cache and a quick linker where the machine has them.
find_program(PASSERBY_CCACHE ccache)
if(PASSERBY_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${PASSERBY_CCACHE})
endif()
find_program(PASSERBY_MOLD mold)
if(PASSERBY_MOLD AND NOT PASSERBY_FUZZ)
    add_link_options(-fuse-ld=mold)
endif()
# The floor of every x86-64 server of the last decade; other processors build as they are.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    add_compile_options(-march=x86-64-v2)
endif()
