#include "protocol/socket_io.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ssc::socket_io {
namespace {

Packet event(std::string name, std::string_view payload, std::optional<std::uint32_t> ack = std::nullopt,
             std::string_view name_space = "/") {
  return {PacketType::kEvent, name_space, ack, std::move(name), payload};
}

// Vectors of github.com/socketio/socket.io-protocol, Readme "Packet encoding" and "Sample session".
TEST(SocketIo, DecodesConnect) {
  EXPECT_EQ(decode("0"), (Packet{.type = PacketType::kConnect}));
  EXPECT_EQ(decode(R"(0{"sid":"oSO0OpakMV_3jnilAAAA"})"),
            (Packet{.type = PacketType::kConnect, .payload = R"({"sid":"oSO0OpakMV_3jnilAAAA"})"}));
  EXPECT_EQ(decode(R"(0/admin,{"sid":"x"})"),
            (Packet{.type = PacketType::kConnect, .name_space = "/admin", .payload = R"({"sid":"x"})"}));
}

TEST(SocketIo, DecodesConnectError) {
  EXPECT_EQ(decode(R"(4{"message":"Not authorized"})"),
            (Packet{.type = PacketType::kConnectError, .payload = R"({"message":"Not authorized"})"}));
  EXPECT_EQ(decode(R"(4"no")"), (Packet{.type = PacketType::kConnectError, .payload = R"("no")"}));
}

TEST(SocketIo, DecodesDisconnect) {
  EXPECT_EQ(decode("1"), (Packet{.type = PacketType::kDisconnect}));
  EXPECT_EQ(decode("1/admin,"), (Packet{.type = PacketType::kDisconnect, .name_space = "/admin"}));
}

TEST(SocketIo, DecodesEvents) {
  EXPECT_EQ(decode(R"(2["foo"])"), event("foo", ""));
  EXPECT_EQ(decode(R"(2["foo",{"a":1}])"), event("foo", R"({"a":1})"));
  EXPECT_EQ(decode(R"(2/admin,["bar"])"), event("bar", "", std::nullopt, "/admin"));
  EXPECT_EQ(decode(R"(212["foo"])"), event("foo", "", 12));
  EXPECT_EQ(decode(R"(2/admin,456["project:delete",123])"), event("project:delete", "123", 456, "/admin"));
}

TEST(SocketIo, DecodesAcknowledgements) {
  EXPECT_EQ(decode(R"(3/admin,456[])"), (Packet{.type = PacketType::kAck, .name_space = "/admin", .ack = 456}));
  EXPECT_EQ(decode(R"(315["bar",2])"), (Packet{.type = PacketType::kAck, .ack = 15, .payload = R"("bar")"}));
}

TEST(SocketIo, HandsOnTheFirstArgumentAsItStands) {
  EXPECT_EQ(decode(R"(2[ "foo" , {"a" : [1, "]"]} , 2 ])"), event("foo", R"({"a" : [1, "]"]})"));
  EXPECT_EQ(decode(R"(2["foo",null])"), event("foo", "null"));
}

TEST(SocketIo, ReadsEscapedEventNames) { EXPECT_EQ(decode(R"(2["\u0061\"\ud83d\ude00"])"), event("a\"😀", "")); }

TEST(SocketIo, RefusesBinaryPackets) {
  EXPECT_EQ(decode(R"(51-["hello",{"_placeholder":true,"num":0}])"), std::nullopt);
  EXPECT_EQ(decode(R"(61-/admin,456[{"_placeholder":true,"num":0}])"), std::nullopt);
  EXPECT_EQ(decode(R"(21-["hello"])"), std::nullopt);
}

// The middle ones are the invalid payloads of the reference implementation's own parser tests.
TEST(SocketIo, RefusesWhatTheGrammarForbids) {
  for (const char* text : {"",
                           "7",
                           "a",
                           "442[\"some\",\"data\"",
                           "0/admin,\"invalid\"",
                           "0[]",
                           "0\"x\"",
                           "01{}",
                           "1/admin,{}",
                           "1{}",
                           "15",
                           "2/admin,\"invalid\"",
                           "2/admin,{}",
                           "2[{\"toString\":\"foo\"}]",
                           "2[true,\"foo\"]",
                           "2[null,\"bar\"]",
                           "2[\"connect\"]",
                           "2[\"disconnecting\",\"123\"]",
                           "2[\"newListener\"]",
                           "2[]",
                           "2[ ]",
                           "2",
                           "2[\"a\"",
                           "2[\"a\"]x",
                           "2[\"a\",]",
                           "2[1]",
                           "2/admin[\"a\"]",
                           "3[]",
                           "3",
                           "312",
                           "312{}",
                           "34294967296[]",
                           "3-1[]",
                           "4",
                           "4[]",
                           "41",
                           "41{}",
                           "2\"foo\"",
                           "2[\"\\ud800\"]"}) {
    EXPECT_EQ(decode(text), std::nullopt) << text;
  }
}

TEST(SocketIo, BoundsEveryFieldItReads) {
  EXPECT_TRUE(decode("2[\"" + std::string(128, 'e') + "\"]"));
  EXPECT_FALSE(decode("2[\"" + std::string(129, 'e') + "\"]"));
  EXPECT_TRUE(decode("2/" + std::string(127, 'n') + ",[\"e\"]"));
  EXPECT_FALSE(decode("2/" + std::string(128, 'n') + ",[\"e\"]"));
  EXPECT_TRUE(decode("34294967295[]"));
  EXPECT_FALSE(decode("2[\"e\"," + std::string(40, '[') + std::string(40, ']') + "]"));
  EXPECT_TRUE(decode("2[\"e\",\"" + std::string(3'000'000, 'x') + "\"]"));
}

TEST(SocketIo, EncodesWhatTheClientSends) {
  EXPECT_EQ(encode_connect(R"({"token":"t"})"), R"(0{"token":"t"})");
  EXPECT_EQ(encode_event("foo", R"({"a":1})", std::nullopt), R"(2["foo",{"a":1}])");
  EXPECT_EQ(encode_event("foo", "", std::nullopt), R"(2["foo"])");
  EXPECT_EQ(encode_event("f\"oo", "[]", 12), R"(212["f\"oo",[]])");
  EXPECT_EQ(encode_ack(456), "3456[]");
}

TEST(SocketIo, DecodesItsOwnEvents) {
  const std::string text = encode_event("webrtc-offer", R"({"sdp":"v=0\r\n"})", 4'294'967'295U);
  EXPECT_EQ(decode(text), event("webrtc-offer", R"({"sdp":"v=0\r\n"})", 4'294'967'295U));
}

}  // namespace
}  // namespace ssc::socket_io
