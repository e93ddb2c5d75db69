// A model of the existing React client's call window as contract section 5 describes it, with its defects: what it
// stores, loses, never answers. Two roles, one call. It is driven by the test; it decides nothing by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/media_net.hpp"
#include "sim/server.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

class ReactPage : public ServerSocket {
 public:
  ReactPage(World& world, Server& server, MediaNet& media_net, const User& user);

  void connect();
  void deliver(std::string frame) override;

  /// The phone button. Its offer carries no candidates; they follow one by one.
  void dial(const ChatId& chat);
  /// Answers the offer stored last; without one it makes its own (the dead state of 5.3.5).
  void accept();
  void decline();
  void hang_up();
  /// The profile menu: a second offer with the same call id on a new connection (5.4).
  void switch_profile();
  /// Opening another chat: its socket closes and a new one opens (5.1.3).
  void open_another_chat();

  bool has_call() const { return !call_.empty(); }
  bool is_accepted() const { return accepted_; }
  bool is_over() const { return over_; }
  bool has_stored_offer() const { return !stored_offer_.empty(); }
  int offers_seen() const { return offers_seen_; }
  int candidates_lost() const { return candidates_lost_; }
  int connection() const { return connection_; }

 private:
  void handle(const std::string& event, const Json* payload);
  void open_connection();
  void send(const std::string& event, const std::string& member, const std::string& value);
  void send_description(const std::string& type, const std::string& sdp);
  void send_candidates();

  World& world_;
  Server& server_;
  MediaNet& media_net_;
  User user_;
  std::string call_;
  std::string peer_;
  std::string stored_offer_;
  std::string stored_from_;
  bool accepted_ = false;
  bool over_ = false;
  bool answered_ = false;
  bool offering_ = false;
  int connection_ = 0;
  int offers_seen_ = 0;
  int candidates_lost_ = 0;
};

}  // namespace ssc::sim
