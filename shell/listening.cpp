#include "shell/listening.hpp"

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <string>
#include <system_error>

namespace shell {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;

constexpr int backlog = 1024;

// A name such as localhost may stand for addresses of which this machine has only some.
void bind(tcp::acceptor& acceptor, const Door& door) {
    tcp::resolver resolver(acceptor.get_executor());
    Failure failure;
    for (const auto& found :
         resolver.resolve(door.host, std::to_string(door.port),
                          tcp::resolver::passive | tcp::resolver::numeric_service)) {
        acceptor.close(failure);
        if (acceptor.open(found.endpoint().protocol(), failure)) continue;
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        if (!acceptor.bind(found.endpoint(), failure)) return;
    }
    throw std::system_error(failure);
}

void adopt(tcp::acceptor& acceptor, int descriptor) {
    sockaddr_storage where{};
    socklen_t size = sizeof where;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        throw std::system_error(errno, std::generic_category());
    acceptor.assign(where.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor);
}

}  // namespace

void listen_at(tcp::acceptor& acceptor, const Door& door) {
    if (door.descriptor >= 0) return adopt(acceptor, door.descriptor);
    bind(acceptor, door);
    acceptor.listen(backlog);
}

void Server::try_out(const Door& door) {
    asio::io_context io{1};
    tcp::acceptor acceptor(io);
    bind(acceptor, door);
}

}  // namespace shell
