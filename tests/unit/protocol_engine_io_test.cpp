#include "protocol/engine_io.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ssc::engine_io {
namespace {

// Vectors of github.com/socketio/engine.io-protocol, README "Packet encoding" and "Heartbeat".
TEST(EngineIo, DecodesThePacketsOfTheSpecification) {
  EXPECT_EQ(decode("4hello"), (Packet{PacketType::kMessage, "hello"}));
  EXPECT_EQ(decode(R"(0{"sid":"x"})"), (Packet{PacketType::kOpen, R"({"sid":"x"})"}));
  EXPECT_EQ(decode("1"), (Packet{PacketType::kClose, ""}));
  EXPECT_EQ(decode("2"), (Packet{PacketType::kPing, ""}));
  EXPECT_EQ(decode("2probe"), (Packet{PacketType::kPing, "probe"}));
  EXPECT_EQ(decode("3probe"), (Packet{PacketType::kPong, "probe"}));
  EXPECT_EQ(decode("5"), (Packet{PacketType::kUpgrade, ""}));
  EXPECT_EQ(decode("6"), (Packet{PacketType::kNoop, ""}));
  EXPECT_EQ(decode("4€"), (Packet{PacketType::kMessage, "€"}));
}

TEST(EngineIo, RefusesUnknownTypesAndEmptyFrames) {
  for (const char* frame : {"", "7", "9hello", "a", "bAQIDBA==", " 2", "\xff"}) {
    EXPECT_EQ(decode(frame), std::nullopt) << frame;
  }
}

TEST(EngineIo, BoundsTheFrame) {
  EXPECT_TRUE(decode(std::string(kMaxFrameBytes, '4')));
  EXPECT_FALSE(decode(std::string(kMaxFrameBytes + 1, '4')));
}

TEST(EngineIo, SplitsABodyIntoItsFrames) {
  // The example of the specification, "HTTP long-polling".
  EXPECT_EQ(split_payload("4hello\x1e"
                          "2\x1e"
                          "4world"),
            (std::vector<std::string_view>{"4hello", "2", "4world"}));
  EXPECT_EQ(split_payload("6"), (std::vector<std::string_view>{"6"}));
  EXPECT_EQ(split_payload("\x1e"
                          "2\x1e"),
            (std::vector<std::string_view>{"", "2"}));
  EXPECT_TRUE(split_payload("").empty());
  EXPECT_TRUE(split_payload(std::string(kMaxFrameBytes + 1, '4')).empty());
}

TEST(EngineIo, EncodesTypeAndData) {
  EXPECT_EQ(encode(PacketType::kPong, ""), "3");
  EXPECT_EQ(encode(PacketType::kMessage, "2[\"a\"]"), "42[\"a\"]");
  EXPECT_EQ(encode(PacketType::kNoop, ""), "6");
}

TEST(EngineIo, ReadsTheHandshake) {
  const auto handshake = decode_handshake(
      R"({"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
  EXPECT_EQ(handshake, (Handshake{"lv_VI97HAXpY6yYWAAAC", Duration{25'000}, Duration{20'000}, 1'000'000}));
}

TEST(EngineIo, LetsTheHandshakeLeaveOutTheLargestPayload) {
  const auto handshake = decode_handshake(R"({"sid":"s","upgrades":[],"pingInterval":300,"pingTimeout":200})");
  ASSERT_TRUE(handshake);
  EXPECT_EQ(handshake->max_payload, 0U);
}

TEST(EngineIo, RefusesHandshakesThatCannotBeKept) {
  for (const char* data :
       {"", "null", "[]", "{}", R"({"pingInterval":1,"pingTimeout":1})",
        R"({"sid":"","pingInterval":1,"pingTimeout":1})", R"({"sid":7,"pingInterval":1,"pingTimeout":1})",
        R"({"sid":"s","pingTimeout":1})", R"({"sid":"s","pingInterval":0,"pingTimeout":1})",
        R"({"sid":"s","pingInterval":1,"pingTimeout":-1})", R"({"sid":"s","pingInterval":"1","pingTimeout":1})",
        R"({"sid":"s","pingInterval":600001,"pingTimeout":1})", R"({"sid":"s","pingInterval":1e300,"pingTimeout":1})",
        R"({"sid":"s","pingInterval":1,"pingTimeout":1,"maxPayload":-5})",
        R"({"sid":"s","pingInterval":1,"pingTimeout":1)"}) {
    EXPECT_EQ(decode_handshake(data), std::nullopt) << data;
  }
}

}  // namespace
}  // namespace ssc::engine_io
