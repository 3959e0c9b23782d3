# cmake -D COMPILER=… -D ROOT=… -D CASE=FILE -P must_not_compile.cmake
# The control first: where that fails, nothing is proven.
function(compile result_name output_name)
    execute_process(
        COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${ROOT} ${ARGN} ${CASE}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    set(${result_name} ${result} PARENT_SCOPE)
    set(${output_name} "${output}" PARENT_SCOPE)
endfunction()

file(STRINGS ${CASE} reasons REGEX "^// refused: ")
list(LENGTH reasons count)
if(NOT count EQUAL 1)
    message(FATAL_ERROR "${CASE} needs one line `// refused: REGEX`")
endif()
string(REPLACE "// refused: " "" reason "${reasons}")

compile(result output)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "the control does not compile, so the case proves nothing:\n${output}")
endif()
compile(result output -DMISUSE)
if(result EQUAL 0)
    message(FATAL_ERROR "this misuse compiles")
endif()
if(NOT output MATCHES "error: [^\n]*(${reason})")
    message(FATAL_ERROR "refused, but not with `${reason}`:\n${output}")
endif()
