// A screen without pixels: the real Ui on ImGui's core, with text of fixed width and pictures that are all the same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "imgui.h"
#include "states.hpp"
#include "view/ui.hpp"

namespace ssc::test {

/// Every code point is 0.55 em wide; lines break after spaces.
class FixedText final : public ports::Text {
 public:
  ports::TextMetrics measure(std::string_view utf8, const ports::TextStyle& style) override {
    ++measured;
    const auto points = std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return {static_cast<float>(points) * 0.55f * style.size_px, 0.9f * style.size_px, 0.25f * style.size_px};
  }
  std::optional<ports::TextureImage> image(std::string_view utf8, const ports::TextStyle& style,
                                           std::uint32_t) override {
    return ports::TextureImage{
        .texture = 2, .u1 = 1, .v1 = 1, .width = measure(utf8, style).width, .height = style.size_px};
  }
  std::vector<std::uint32_t> break_points(std::string_view utf8) override {
    std::vector<std::uint32_t> points;
    for (std::size_t i = 1; i < utf8.size(); ++i) {
      if (utf8[i - 1] == ' ' && utf8[i] != ' ') points.push_back(static_cast<std::uint32_t>(i));
    }
    points.push_back(static_cast<std::uint32_t>(utf8.size()));
    return points;
  }
  int measured = 0;
};

class PlainPictures final : public ports::Pictures {
 public:
  std::optional<ports::TextureImage> picture(std::string_view, float) override { return std::nullopt; }
  std::optional<ports::TextureImage> icon(std::string_view name, float size_px) override {
    asked.emplace_back(name);
    return ports::TextureImage{.texture = 3, .u1 = 1, .v1 = 1, .width = size_px, .height = size_px};
  }
  std::vector<std::string> asked;
};

class ScreenTest : public ::testing::Test {
 protected:
  ScreenTest() {
    ImGui::CreateContext();
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    ui = std::make_unique<view::Ui>(text, pictures);
    input.now = Instant(Duration(100'000));
    input.wall_now = kWallNow;
    size(1280, 800);
  }
  ~ScreenTest() override {
    ui.reset();
    ImGui::DestroyContext();
  }

  void size(float width, float height) {
    input.width = width;
    input.height = height;
  }
  void pass(Duration step) {
    input.now += step;
    input.wall_now.unix_ms += step.count();
  }
  const view::FrameOutput& frame(const AppState& state) {
    out = ui->frame(state, input);
    return out;
  }
  /// Draws for a second, so that everything has come to its place.
  const view::FrameOutput& settled(const AppState& state) {
    for (int i = 0; i < 25; ++i) {
      frame(state);
      pass(Duration(40));
    }
    return frame(state);
  }
  const view::Node* find(view::Role role, std::string_view name) const {
    for (const view::Node& node : out.nodes) {
      if (node.role == role && node.name == name) return &node;
    }
    return nullptr;
  }
  const view::Node* starting(view::Role role, std::string_view start) const {
    for (const view::Node& node : out.nodes) {
      if (node.role == role && node.name.starts_with(start)) return &node;
    }
    return nullptr;
  }
  bool has(view::Role role, std::string_view name) const { return find(role, name) != nullptr; }
  bool has_button(std::string_view name) const { return has(view::Role::kButton, name); }

  /// Presses the button in its own frame and returns the events of it.
  std::vector<AppEvent> press(const AppState& state, std::string_view name, view::Role role = view::Role::kButton) {
    const view::Node* node = find(role, name);
    EXPECT_NE(node, nullptr) << name << " is not on the screen:\n" << tree();
    if (!node) return {};
    ui->node_pressed(node->id);
    pass(Duration(16));
    return frame(state).events;
  }
  void type(std::string_view field, std::string_view words) {
    for (const view::Node& node : out.nodes) {
      if (node.name == field && is_field(node.role)) {
        ui->field_changed(node.id, words);
        return;
      }
    }
    ADD_FAILURE() << "no field " << field;
  }
  static bool is_field(view::Role role) {
    return role == view::Role::kTextField || role == view::Role::kPasswordField || role == view::Role::kMultilineField;
  }
  std::string tree() const {
    std::string lines;
    for (const view::Node& node : out.nodes)
      lines += std::to_string(static_cast<int>(node.role)) + " " + node.name + "\n";
    return lines;
  }

  template <class Event>
  static const Event* only(const std::vector<AppEvent>& events) {
    return events.size() == 1 ? std::get_if<Event>(&events.front()) : nullptr;
  }

  FixedText text;
  PlainPictures pictures;
  std::unique_ptr<view::Ui> ui;
  view::FrameInput input;
  view::FrameOutput out;
};

}  // namespace ssc::test
