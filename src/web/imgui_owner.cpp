#include "web/imgui_owner.hpp"

#include <imgui.h>

namespace ssc::web {
namespace {

// Whoever asks the atlas to build itself links the rasteriser: what a build leaves behind is written down instead. The
// texture is one white pixel (see gl/renderer.cpp), so lines are antialiased by geometry.
void give_blank_font(ImFontAtlas& fonts) {
  fonts.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
  fonts.TexUvWhitePixel = {0.5f, 0.5f};
  ImFont* font = IM_NEW(ImFont)();
  font->ContainerAtlas = &fonts;
  font->FontSize = 16;
  font->AddGlyph(nullptr, ' ', 0, 0, 0, 0, 0, 0, 0, 0, 0);
  font->BuildLookupTable();
  fonts.Fonts.push_back(font);
  fonts.TexReady = true;
}

}  // namespace

ImGuiOwner::ImGuiOwner() : context_(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  give_blank_font(*io.Fonts);
}

ImGuiOwner::~ImGuiOwner() { ImGui::DestroyContext(context_); }

}  // namespace ssc::web
