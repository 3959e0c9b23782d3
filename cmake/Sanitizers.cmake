if(PASSERBY_SANITIZE)
    add_compile_options(-fsanitize=${PASSERBY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PASSERBY_SANITIZE})
endif()
# A fuzzer sees where an input leads only in code that is built to tell it.
if(PASSERBY_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
