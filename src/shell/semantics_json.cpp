#include "shell/semantics_json.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "protocol/json_write.hpp"

namespace ssc::shell {
namespace {

using view::Node;
using view::NodeId;
using view::Role;

const char* role_word(Role role) {
  switch (role) {
    case Role::kGroup:
      return "group";
    case Role::kRegion:
      return "region";
    case Role::kDialog:
      return "dialog";
    case Role::kAlert:
      return "alert";
    case Role::kStatus:
      return "status";
    case Role::kTimer:
      return "timer";
    case Role::kHeading:
      return "heading";
    case Role::kText:
      return "text";
    case Role::kButton:
      return "button";
    case Role::kTextField:
      return "field";
    case Role::kPasswordField:
      return "password";
    case Role::kMultilineField:
      return "multiline";
    case Role::kList:
      return "list";
    case Role::kListItem:
      return "listitem";
    case Role::kRadio:
      return "radio";
    case Role::kSwitch:
      return "switch";
    case Role::kImage:
      return "img";
  }
  return "group";
}

/// Two digits after the point: finer than any screen.
std::string decimal(float value) {
  const long hundredths = std::isfinite(value) ? std::lround(std::clamp(value, -1e6f, 1e6f) * 100) : 0;
  const long size = std::abs(hundredths), rest = size % 100;
  std::string json = (hundredths < 0 ? "-" : "") + std::to_string(size / 100);
  if (rest != 0) json += (rest < 10 ? ".0" : ".") + std::to_string(rest);
  return json;
}

std::string rect_json(const ports::Rect& rect) {
  return '[' + decimal(rect.x) + ',' + decimal(rect.y) + ',' + decimal(rect.width) + ',' + decimal(rect.height) + ']';
}

std::string css_color(std::uint32_t abgr) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const int shift : {0, 8, 16, 24}) {
    text += kDigits[(abgr >> (shift + 4)) & 0xFu];
    text += kDigits[(abgr >> shift) & 0xFu];
  }
  return text;
}

void write_flags(JsonObject& json, const Node& node) {
  const auto set = [&json](const char* key, bool value) {
    if (value) json.flag(key, true);
  };
  set("disabled", node.disabled);
  set("pressed", node.pressed);
  set("toggle", node.toggle);
  set("selected", node.selected);
  set("expanded", node.expanded);
  set("busy", node.busy);
  set("modal", node.modal);
  set("selectable", node.selectable_text);
  set("focus", node.wants_focus);
}

std::string node_json(const Node& node) {
  JsonObject json;
  json.member("i", std::to_string(node.id))
      .member("p", std::to_string(node.parent))
      .text("r", role_word(node.role))
      .text("n", node.name);
  json.member("b", rect_json(node.rect));
  if (node.clip.width > 0 || node.clip.height > 0) json.member("c", rect_json(node.clip));
  write_flags(json, node);
  const bool field =
      node.role == Role::kTextField || node.role == Role::kPasswordField || node.role == Role::kMultilineField;
  if (field) {
    json.text("value", node.value).whole("revision", static_cast<int>(node.value_revision));
    json.text("placeholder", node.placeholder).text("autocomplete", node.autocomplete);
    json.text("color", css_color(node.text_rgba));
    json.member("pad",
                '[' + decimal(node.pad_left) + ',' + decimal(node.pad_right) + ',' + decimal(node.pad_top) + ']');
  }
  if (field || node.role == Role::kText) {
    json.member("font", decimal(node.font_px)).member("line", decimal(node.line_px)).whole("weight", node.font_weight);
  }
  if (node.level > 0) json.whole("level", node.level);
  return json.finish();
}

using Index = std::unordered_map<NodeId, const Node*>;

Index index_of(const std::vector<Node>& nodes) {
  Index index;
  index.reserve(nodes.size());
  for (const Node& node : nodes) index.emplace(node.id, &node);
  return index;
}

bool same_order(const std::vector<Node>& a, const std::vector<Node>& b) {
  return std::ranges::equal(a, b, [](const Node& x, const Node& y) { return x.id == y.id && x.parent == y.parent; });
}

void append_item(std::string& list, const std::string& item) {
  if (!list.empty()) list += ',';
  list += item;
}

}  // namespace

std::string semantics_change(const std::vector<Node>& before, const std::vector<Node>& after) {
  if (before == after) return {};
  const Index old_nodes = index_of(before), new_nodes = index_of(after);
  std::string gone, order, changed;
  for (const auto& [id, node] : old_nodes) {
    if (!new_nodes.contains(id)) append_item(gone, std::to_string(id));
  }
  const bool ordered_anew = !same_order(before, after);
  for (const Node& node : after) {
    if (new_nodes.find(node.id)->second != &node) continue;
    if (ordered_anew) append_item(order, std::to_string(node.id));
    const auto old = old_nodes.find(node.id);
    if (old == old_nodes.end() || *old->second != node) append_item(changed, node_json(node));
  }
  std::string json = "{\"gone\":[" + gone + "]";
  if (ordered_anew) json += ",\"order\":[" + order + "]";
  return json + ",\"set\":[" + changed + "]}";
}

}  // namespace ssc::shell
