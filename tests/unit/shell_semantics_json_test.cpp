#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shell/semantics_json.hpp"

namespace ssc::shell {
namespace {

using nlohmann::json;
using view::Node;
using view::Role;

Node button(view::NodeId id, const char* name) {
  return {.id = id, .role = Role::kButton, .name = name, .rect = {10, 20.5f, 100, 44}};
}

json change(const std::vector<Node>& before, const std::vector<Node>& after) {
  return json::parse(semantics_change(before, after));
}

TEST(SemanticsJson, IsEmptyWhileNothingChanges) {
  const std::vector<Node> nodes{button(1, "Accept"), button(2, "Decline")};
  EXPECT_EQ(semantics_change(nodes, nodes), "");
  EXPECT_EQ(semantics_change({}, {}), "");
}

TEST(SemanticsJson, DescribesNewNodesWhole) {
  const json made = change({}, {button(4'000'000'000, "Say \"hi\"")});
  EXPECT_EQ(made["order"], json::parse("[4000000000]"));
  const json& node = made["set"][0];
  EXPECT_EQ(node["i"], 4'000'000'000);
  EXPECT_EQ(node["r"], "button");
  EXPECT_EQ(node["n"], "Say \"hi\"");
  EXPECT_EQ(node["b"], json::parse("[10,20.5,100,44]"));
  EXPECT_FALSE(node.contains("c")) << "an unclipped node has no clip";
  EXPECT_FALSE(node.contains("disabled")) << "flags that are off are left out";
}

TEST(SemanticsJson, SendsOnlyWhatChanged) {
  std::vector<Node> nodes{button(1, "Accept"), button(2, "Mute microphone")};
  const auto before = nodes;
  nodes[1].name = "Unmute microphone";
  nodes[1].toggle = nodes[1].pressed = true;
  const json made = change(before, nodes);
  EXPECT_EQ(made["set"].size(), 1);
  EXPECT_EQ(made["set"][0]["n"], "Unmute microphone");
  EXPECT_EQ(made["set"][0]["pressed"], true);
  EXPECT_FALSE(made.contains("order"));
  EXPECT_TRUE(made["gone"].empty());
}

TEST(SemanticsJson, NamesNodesThatAreGoneAndTheOrderOfTheRest) {
  const std::vector<Node> before{button(1, "a"), button(2, "b"), button(3, "c")};
  const json made = change(before, {before[2], before[0]});
  EXPECT_EQ(made["gone"], json::parse("[2]"));
  EXPECT_EQ(made["order"], json::parse("[3,1]"));
  EXPECT_TRUE(made["set"].empty());
}

TEST(SemanticsJson, CountsANodeThatAppearsTwiceOnce) {
  const json made = change({}, {button(1, "first"), button(1, "second")});
  EXPECT_EQ(made["order"], json::parse("[1]"));
  EXPECT_EQ(made["set"].size(), 1);
  EXPECT_EQ(made["set"][0]["n"], "first");
}

TEST(SemanticsJson, WritesPlacesWithTwoDigitsAndWithinReason) {
  Node node = button(1, "a");
  node.rect = {-0.25f, -12.345f, 1e30f, 0};
  node.clip = {0.004f, 7.05f, 1, 1};
  const json made = change({}, {node})["set"][0];
  EXPECT_EQ(made["b"].dump(), "[-0.25,-12.35,1000000,0]");
  EXPECT_EQ(made["c"].dump(), "[0,7.05,1,1]");
}

TEST(SemanticsJson, GivesFieldsTheirLookAndTheirText) {
  const Node field{.id = 7,
                   .role = Role::kPasswordField,
                   .name = "Password",
                   .value = "x",
                   .value_revision = 3,
                   .rect = {0, 0, 200, 44},
                   .placeholder = "Password",
                   .autocomplete = "current-password",
                   .font_px = 16,
                   .pad_left = 12,
                   .text_rgba = 0x80332211};
  const json made = change({}, {field})["set"][0];
  EXPECT_EQ(made["r"], "password");
  EXPECT_EQ(made["revision"], 3);
  EXPECT_EQ(made["autocomplete"], "current-password");
  EXPECT_EQ(made["color"], "#11223380");
  EXPECT_EQ(made["pad"], json::parse("[12,0,0]"));
  EXPECT_EQ(made["font"], 16);
}

}  // namespace
}  // namespace ssc::shell
