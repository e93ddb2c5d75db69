// Entry of the client: proves the chain from C++ to the page until the shell takes its place.
#include <emscripten/val.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <nlohmann/json.hpp>

int main() {
  ImGui::CreateContext();
  const auto version = nlohmann::json::parse(R"({"ui":"ready"})", nullptr, false);
  emscripten::val::global("document").set("title", std::string("SocialSpace Call ") + ImGui::GetVersion());
  return version.is_discarded() ? 1 : 0;
}
