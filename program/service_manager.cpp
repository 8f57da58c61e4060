#include "program/service_manager.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "grammar/fault.hpp"

namespace program {
namespace {

constexpr int first_passed = 3;
constexpr int most_passed = 10'000;

std::string taken_variable(const char* name) {
    const char* value = std::getenv(name);
    std::string text = value ? value : "";
    ::unsetenv(name);
    return text;
}

bool listens(int descriptor) {
    int yes = 0;
    socklen_t size = sizeof yes;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes != 0;
}

PassedSocket look_at(int descriptor, const std::string& name) {
    sockaddr_storage where{};
    socklen_t size = sizeof where;
    const bool known = ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&where), &size) == 0 &&
                       (where.ss_family == AF_INET || where.ss_family == AF_INET6) &&
                       listens(descriptor);
    if (!known)
        throw grammar::Faults("LISTEN_FDS", 0, 0,
                              "descriptor " + std::to_string(descriptor) + " (" + name +
                                  ") is no TCP socket that listens (ListenStream=, Accept=no)");
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    char text[INET6_ADDRSTRLEN] = "";
    if (where.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(where);
        ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
        return {descriptor, name, text, ntohs(v4.sin_port)};
    }
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(where);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return {descriptor, name, text, ntohs(v6.sin6_port)};
}

}  // namespace

std::vector<PassedSocket> passed_sockets() {
    const auto process = taken_variable("LISTEN_PID");
    const auto count = taken_variable("LISTEN_FDS");
    std::istringstream names(taken_variable("LISTEN_FDNAMES"));
    std::vector<PassedSocket> passed;
    if (process != std::to_string(::getpid())) return passed;
    const int last = first_passed + std::clamp(std::atoi(count.c_str()), 0, most_passed);
    for (int descriptor = first_passed; descriptor < last; ++descriptor) {
        std::string name;
        std::getline(names, name, ':');
        passed.push_back(look_at(descriptor, name));
    }
    return passed;
}

void tell_manager(const std::string& what) {
    const char* place = std::getenv("NOTIFY_SOCKET");
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    const auto length = place ? std::strlen(place) : 0;
    if (length < 2 || length >= sizeof to.sun_path) return;
    std::memcpy(to.sun_path, place, length);
    if (to.sun_path[0] == '@') to.sun_path[0] = '\0';  // one of the abstract ones
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    ::sendto(socket, what.data(), what.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&to),
             size);
    ::close(socket);
}

}  // namespace program
