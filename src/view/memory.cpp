#include "view/memory.hpp"

#include <algorithm>

namespace ssc::view {

bool is_control(Role role) {
  switch (role) {
    case Role::kButton:
    case Role::kTextField:
    case Role::kPasswordField:
    case Role::kMultilineField:
    case Role::kRadio:
    case Role::kSwitch:
      return true;
    case Role::kGroup:
    case Role::kRegion:
    case Role::kDialog:
    case Role::kAlert:
    case Role::kStatus:
    case Role::kTimer:
    case Role::kHeading:
    case Role::kText:
    case Role::kList:
    case Role::kListItem:
    case Role::kImage:
      return false;
  }
  return false;
}

Field& Memory::field(NodeId id) {
  const auto found = std::find_if(fields.begin(), fields.end(), [id](const Field& field) { return field.id == id; });
  if (found != fields.end()) return *found;
  fields.push_back({.id = id});
  return fields.back();
}

Scroll& Memory::scroll(NodeId id) {
  const auto found =
      std::find_if(scrolls.begin(), scrolls.end(), [id](const Scroll& scroll) { return scroll.id == id; });
  if (found != scrolls.end()) return *found;
  scrolls.push_back({.id = id});
  return scrolls.back();
}

RowHeights& Memory::row_heights(NodeId id) {
  constexpr std::size_t kMost = 8;  // of chats visited lately
  const auto found =
      std::find_if(conversations.begin(), conversations.end(), [id](const RowHeights& rows) { return rows.id == id; });
  if (found != conversations.end()) return *found;
  if (conversations.size() >= kMost) conversations.pop_front();
  conversations.emplace_back().id = id;
  return conversations.back();
}

bool Memory::take_press(NodeId id) {
  const auto found = std::find(presses.begin(), presses.end(), id);
  if (found == presses.end()) return false;
  presses.erase(found);
  return true;
}

bool Memory::take_escape() {
  const bool taken = escape;
  escape = false;
  return taken;
}

NodeId Memory::control_under_pointer() const {
  if (!pointer.inside || (pointer.touch && !pointer.down)) return 0;
  for (auto node = last_nodes.rbegin(); node != last_nodes.rend(); ++node) {
    const bool visible = empty(node->clip) || contains(node->clip, pointer.at);
    if (visible && contains(node->rect, pointer.at)) {
      if (is_control(node->role)) return node->disabled ? 0 : node->id;
      // Things that float cover what is below them.
      if (node->role == Role::kDialog || node->role == Role::kRegion || node->role == Role::kAlert) return 0;
    }
    if (node->modal) return 0;
  }
  return 0;
}

}  // namespace ssc::view
