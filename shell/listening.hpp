// The sockets of doors: bound here, or handed over by whoever started the program.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "shell/server.hpp"

namespace shell {

// Throws boost::system::system_error when the address cannot be had.
void listen_at(boost::asio::ip::tcp::acceptor& acceptor, const Door& door);

}  // namespace shell
