# Takes the Emscripten that tools/setup found or fetched.
include("${CMAKE_CURRENT_LIST_DIR}/toolchain_paths.cmake")
ssc_require_tool(emscripten)
set(EMSCRIPTEN_ROOT_PATH "${SSC_TOOL_emscripten}")
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")
