# Asks tools/setup where the fetched parts lie: SSC_TOOL_emscripten, …_imgui, …_json.
find_program(SSC_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(SSC_PYTHON NAMES python3 REQUIRED)
get_filename_component(SSC_TOOLS "${CMAKE_CURRENT_LIST_DIR}/../tools" ABSOLUTE)
if(NOT DEFINED SSC_TOOL_imgui)
  execute_process(COMMAND "${SSC_PYTHON}" "${SSC_TOOLS}/setup" --print-paths
                  OUTPUT_VARIABLE ssc_paths COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+" ssc_paths "${ssc_paths}")
  foreach(ssc_line IN LISTS ssc_paths)
    string(REGEX MATCH "^([a-z_]+)=(.*)$" ssc_match "${ssc_line}")
    set(SSC_TOOL_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
  endforeach()
endif()

macro(ssc_require_tool name)
  if("${SSC_TOOL_${name}}" STREQUAL "")
    message(FATAL_ERROR "${name} is not on this machine: run 'python3 tools/setup --for testing'.")
  endif()
endmacro()
