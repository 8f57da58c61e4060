// What a service manager such as systemd hands to the program and wants to hear of it: sockets that
// listen already (LISTEN_FDS) and how far it is (NOTIFY_SOCKET). Both are a few stable lines, fewer
// than another library to install would be.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace program {

struct PassedSocket {
    int descriptor;
    std::string name;  // FileDescriptorName=
    std::string host;
    std::uint16_t port;
};

// Takes them out of the environment, so that no child takes them for its own. Throws
// grammar::Faults for one that is no TCP socket that listens.
std::vector<PassedSocket> passed_sockets();

// Such as "READY=1"; nobody may be there to hear it.
void tell_manager(const std::string& what);

}  // namespace program
