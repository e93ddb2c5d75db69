# src/web and everything below it become socialspace_call.{mjs,wasm}; tools/package_web.py
# makes of them and of web/ the folder site/, which is what a server hands out.
file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/web/*.cpp")
add_executable(socialspace_call ${sources})
set_target_properties(socialspace_call PROPERTIES SUFFIX ".mjs")
target_include_directories(socialspace_call PRIVATE "${CMAKE_SOURCE_DIR}/src")
target_link_libraries(socialspace_call PRIVATE ssc_client_options ssc_shell ssc_view ssc_app ssc_ports)
# EM_JS bodies use $ and variadic macros without arguments.
target_compile_options(socialspace_call PRIVATE
  -Wno-dollar-in-identifier-extension -Wno-gnu-zero-variadic-macro-arguments)
# Without noExitRuntime in that list the first timer that fires ends the program, and every later one is ignored.
target_link_options(socialspace_call PRIVATE
  -lembind
  -sENVIRONMENT=web -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createSocialspaceCall
  -sFILESYSTEM=0 -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sDYNAMIC_EXECUTION=0
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sSTACK_SIZE=256KB
  # The oldest browsers that know what web/ uses (color-mix() in style.css).
  -sMIN_CHROME_VERSION=111 -sMIN_FIREFOX_VERSION=113 -sMIN_SAFARI_VERSION=160400 -sTEXTDECODER=2
  -sINCOMING_MODULE_JS_API=instantiateWasm,locateFile,noExitRuntime,onAbort,print,printErr)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_link_options(socialspace_call PRIVATE -sASSERTIONS=1 -sSTACK_OVERFLOW_CHECK=2)
else()
  # Inlining at link time makes copies that even a minimal size allows, merging undoes some: 0.8 KB of the download.
  target_link_options(socialspace_call PRIVATE
    -Wl,-mllvm,-enable-merge-functions -Wl,-mllvm,-inline-threshold=-20)
  # Follows values through the whole program once more and drops what they cannot reach: 1.3 KB of the download.
  target_link_options(socialspace_call PRIVATE -sBINARYEN_EXTRA_PASSES=--gufa-optimizing,-Oz)
endif()

file(GLOB_RECURSE web_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/*")
file(GLOB packaging CONFIGURE_DEPENDS "${SSC_TOOLS}/package_web.py" "${SSC_TOOLS}/packaging/*.py")
# The program in two pieces; which function is in which is told by names, so they stay in the linked file.
target_link_options(socialspace_call PRIVATE --profiling-funcs --emit-symbol-map)
execute_process(COMMAND "${SSC_TOOL_emscripten}/em-config" BINARYEN_ROOT OUTPUT_VARIABLE binaryen
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(client "$<TARGET_FILE_DIR:socialspace_call>")
set(late_program "${CMAKE_BINARY_DIR}/program/late.wasm")
add_custom_command(OUTPUT "${late_program}"
  COMMAND "${SSC_PYTHON}" "${SSC_TOOLS}/split_wasm.py" --wasm-split "${binaryen}/bin/wasm-split"
          --client "${client}/socialspace_call.wasm" --symbols "${client}/socialspace_call.mjs.symbols"
          --out "${CMAKE_BINARY_DIR}/program"
  DEPENDS socialspace_call "${SSC_TOOLS}/split_wasm.py"
  COMMENT "Splitting the program" VERBATIM)

set(site_stamp "${CMAKE_BINARY_DIR}/site.stamp")
add_custom_command(OUTPUT "${site_stamp}"
  COMMAND "${SSC_PYTHON}" "${SSC_TOOLS}/package_web.py" --web "${CMAKE_SOURCE_DIR}/web"
          --client "${client}" --site "${CMAKE_BINARY_DIR}/site"
          "$<$<CONFIG:Debug>:--debug>"
  COMMAND "${CMAKE_COMMAND}" -E touch "${site_stamp}"
  DEPENDS socialspace_call "${late_program}" ${web_files} ${packaging}
  COMMENT "Packaging the site" COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(site ALL DEPENDS "${site_stamp}")
