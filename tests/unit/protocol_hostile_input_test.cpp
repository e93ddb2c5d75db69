// Every decoder against damaged contract texts: nothing or a whole value, and never a crash.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fuzz/call_targets.hpp"
#include "unit/testing/corpus.hpp"
#include "unit/testing/mutation.hpp"

namespace ssc {
namespace {

using Target = void (*)(std::string_view);

void run_corpus(const std::string& name, Target target) {
  const auto entries = testing::corpus(name);
  ASSERT_FALSE(entries.empty());
  for (const auto& entry : entries) {
    SCOPED_TRACE(entry.name);
    target(entry.text);
  }
}

void run_mutations(const std::string& name, Target target, int rounds) {
  const std::uint64_t seed = testing::announced_seed();
  SCOPED_TRACE(testing::replay_hint(seed));
  testing::SeededRandom random(seed);
  const auto entries = testing::corpus(name);
  for (int round = 0; round < rounds; ++round) target(testing::mutated(random.pick(entries).text, random));
}

TEST(HostileInput, SocketPacketsKeepTheirPromisesOnTheCorpus) {
  run_corpus("socket_packet", fuzz::socket_packet_target);
}
TEST(HostileInput, ApiRepliesKeepTheirPromisesOnTheCorpus) { run_corpus("api_reply", fuzz::api_reply_target); }
TEST(HostileInput, SignallingKeepsItsPromisesOnTheCorpus) {
  run_corpus("signalling_event", fuzz::signalling_event_target);
}

TEST(HostileInput, DescriptionsKeepTheirPromisesWhenDamaged) {
  run_corpus("sdp", fuzz::sdp_target);
  run_mutations("sdp", fuzz::sdp_target, 500);
}
TEST(HostileInput, ExtrasOfSignalsKeepTheirPromisesWhenDamaged) {
  run_corpus("signal_extras", fuzz::signal_extras_target);
  run_mutations("signal_extras", fuzz::signal_extras_target, 1'000);
}
TEST(HostileInput, AMachineHearsAnySignalsInAnyOrder) {
  run_corpus("call_signals", fuzz::call_signals_target);
  run_mutations("call_signals", fuzz::call_signals_target, 500);
}

TEST(HostileInput, SocketPacketsKeepTheirPromisesWhenDamaged) {
  run_mutations("socket_packet", fuzz::socket_packet_target, 5'000);
}
TEST(HostileInput, ApiRepliesKeepTheirPromisesWhenDamaged) {
  run_mutations("api_reply", fuzz::api_reply_target, 1'000);
}
TEST(HostileInput, SignallingKeepsItsPromisesWhenDamaged) {
  run_mutations("signalling_event", fuzz::signalling_event_target, 10'000);
}

/// Each member and element of `document`, however deep, once.
void for_each_place(const nlohmann::json& document, const nlohmann::json::json_pointer& at,
                    std::vector<nlohmann::json::json_pointer>& places) {
  places.push_back(at);
  if (document.is_object()) {
    for (const auto& item : document.items()) for_each_place(item.value(), at / item.key(), places);
  } else if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i) for_each_place(document[i], at / i, places);
  }
}

/// All texts that differ from `text` in one place: a value of another type, or a member gone.
std::vector<std::string> with_one_place_broken(const std::string& text) {
  const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
  std::vector<nlohmann::json::json_pointer> places;
  for_each_place(document, nlohmann::json::json_pointer(), places);
  const std::vector<nlohmann::json> wrong = {
      nullptr, true, -1, 1e300, "", std::string(1'100, 'x'), nlohmann::json::array(), nlohmann::json::object()};
  std::vector<std::string> broken;
  for (const auto& place : places) {
    for (const auto& value : wrong) {
      nlohmann::json copy = document;
      copy[place] = value;
      broken.push_back(copy.dump());
    }
    if (!place.empty() && document[place.parent_pointer()].is_object()) {
      nlohmann::json copy = document;
      copy[place.parent_pointer()].erase(place.back());
      broken.push_back(copy.dump());
    }
  }
  return broken;
}

TEST(HostileInput, SignallingIsWholeOrNothingWithAnyOnePlaceBroken) {
  for (const auto& sample : testing::corpus("signalling_event")) {
    SCOPED_TRACE(sample.name);
    const std::size_t payload = sample.text.find('\n') + 1;
    for (const std::string& broken : with_one_place_broken(sample.text.substr(payload))) {
      fuzz::signalling_event_target(sample.text.substr(0, payload) + broken);
    }
  }
}

/// The requests that find what they want in the undamaged sample; any one for an error.
std::vector<api::Request> readers_of(const std::string& sample) {
  const api::HttpResponse response = fuzz::response_of(sample);
  std::vector<api::Request> readers;
  for (const api::Request& request : fuzz::every_request()) {
    const Result<api::Reply> reply = api::decode(request, response);
    if (reply && !std::holds_alternative<api::Done>(*reply)) readers.push_back(request);
  }
  if (readers.empty()) readers.emplace_back(api::FetchMe{});
  return readers;
}

TEST(HostileInput, ApiRepliesAreWholeOrNothingWithAnyOnePlaceBroken) {
  for (const auto& sample : testing::corpus("api_reply")) {
    SCOPED_TRACE(sample.name);
    const std::size_t body = sample.text.find('\n') + 1;
    if (!nlohmann::json::accept(sample.text.substr(body))) continue;
    const std::vector<api::Request> readers = readers_of(sample.text);
    for (const std::string& broken : with_one_place_broken(sample.text.substr(body))) {
      const api::HttpResponse response = fuzz::response_of(sample.text.substr(0, body) + broken);
      for (const api::Request& request : readers) fuzz::require_whole_reply(request, response);
    }
  }
}

TEST(HostileInput, DeepNestingIsRefusedEverywhere) {
  const std::string deep = std::string(500'000, '[') + std::string(500'000, ']');
  EXPECT_EQ(signalling::decode("incomingCall", deep), std::nullopt);
  EXPECT_EQ(socket_io::decode("2[\"incomingCall\"," + deep + "]"), std::nullopt);
  EXPECT_FALSE(api::decode(api::ListChats{}, {200, deep}));
  EXPECT_FALSE(api::decode(api::ListChats{}, {500, deep}));
  EXPECT_EQ(engine_io::decode_handshake(deep), std::nullopt);
}

}  // namespace
}  // namespace ssc
