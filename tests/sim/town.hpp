// Two or three people with pages on one simulated server, and the words of the scenarios.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/page.hpp"

namespace ssc::sim {

class Town {
 public:
  explicit Town(ServerCharacter character, std::uint64_t seed = 1)
      : world(seed), server(world, character), media_net(world) {
    alice_user = server.add_user("alice");
    bob_user = server.add_user("bob");
    carol_user = server.add_user("carol");
    chat = server.add_chat(alice_user, bob_user);
    alice_carol = server.add_chat(alice_user, carol_user);
    bob_carol = server.add_chat(bob_user, carol_user);
  }

  Page& open_page(const User& user, const std::string& name) {
    pages.push_back(std::make_unique<Page>(world, server, media_net, user, name));
    return *pages.back();
  }

  /// Loads the page and waits until it can emit.
  Page& start(Page& page) {
    page.start();
    EXPECT_TRUE(world.run_until([&] { return page.state().can_emit && page.state().chats_loaded; }, Duration(5'000)));
    return page;
  }
  Page& join(const User& user, const std::string& name) { return start(open_page(user, name)); }

  bool reach(const Page& page, call::Phase phase, Duration limit = Duration(10'000)) {
    return world.run_until([&] { return page.phase() == phase; }, limit);
  }

  std::string complaints() const {
    std::string all;
    for (const std::string& complaint : world.complaints()) all += complaint + "\n";
    return all;
  }

  World world;
  Server server;
  MediaNet media_net;
  User alice_user, bob_user, carol_user;
  ChatId chat, alice_carol, bob_carol;
  std::vector<std::unique_ptr<Page>> pages;
};

}  // namespace ssc::sim
