// What the files of the Socket.IO session share. Not for others: they use socket_session.hpp.
#pragma once

#include <string>
#include <string_view>

#include "session/socket_session.hpp"

namespace ssc::socket_parts {

bool has_connection(const SocketSession& session);
bool is_current(const SocketSession& session, SocketGeneration generation);
/// Leaves a state with a connection for `next`; says so to those who relied on being online.
void leave(SocketSession& session, SocketState next, SocketOutputs& outputs);
/// The same, and closes what carries the connection.
void close(SocketSession& session, SocketState next, SocketOutputs& outputs);
void wait_for_retry(SocketSession& session, Instant now);
void give_up(SocketSession& session, Instant now, SocketOutputs& outputs);
/// One packet of Engine.IO, whichever way it came.
void frame_received(SocketSession& session, std::string_view frame, Instant now, SocketOutputs& outputs);

// --- socket_ways.cpp ----------------------------------------------------------------------------------------
void open(SocketSession& session, Instant now, SocketOutputs& outputs);
void transmit(SocketSession& session, std::string frame, SocketOutputs& outputs);
/// The handshake came: this way works.
void way_stands(SocketSession& session, const std::string& sid, Instant now);
/// `way_at` is reached.
void way_is_due(SocketSession& session, Instant now, SocketOutputs& outputs);
/// Tells a server, which would else wait for our next request, that there is none.
void say_goodbye(const SocketSession& session, SocketOutputs& outputs);

}  // namespace ssc::socket_parts
