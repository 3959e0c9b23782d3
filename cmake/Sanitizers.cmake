if(PASSERBY_SANITIZE)
    add_compile_options(-fsanitize=${PASSERBY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PASSERBY_SANITIZE})
endif()
