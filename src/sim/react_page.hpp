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
  /// Its library connects again by itself.
  void broken_by_server() override;

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
  const std::string& call_id() const { return call_; }
  /// It rings here; false where this page dialled.
  bool is_called() const { return !call_.empty() && !over_ && !offering_ && connection_ == 0; }
  /// Its dead window is closed, as by a reload (5.5).
  void forget();
  bool is_accepted() const { return accepted_; }
  bool is_over() const { return over_; }
  bool has_stored_offer() const { return !stored_offer_.empty(); }
  int offers_seen() const { return offers_seen_; }
  int candidates_lost() const { return candidates_lost_; }
  int connection() const { return connection_; }
  const User& user() const { return user_; }
  Network& network() { return network_; }
  /// The tab is closed; its microphone goes with it.
  void close();

 private:
  void handle(const std::string& event, const Json* payload);
  void open_connection();
  void send(const std::string& event, const std::string& member, const std::string& value);
  void send_description(const std::string& type, const std::string& sdp);
  void send_candidates();

  void connect_when_possible();

  World& world_;
  Server& server_;
  MediaNet& media_net_;
  User user_;
  Network network_;
  Random random_;
  Instant last_in_{};
  bool closed_ = false;
  std::string call_;
  std::string sdp_;  // ours, on the connection that stands
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
