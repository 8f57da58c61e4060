// Where those sit who come to a device over the network, and whether it takes them before it asks
// who they are: what its configuration, its keys and its licences say of SSH and of Telnet.
#pragma once

#include <string>

#include "labs/visitor.hpp"

namespace lab {

// An address from which the device would be used: one that its configuration admits already, else
// one near its management port; else of a documentation network.
std::string near_desk(const Device& device, const Network& network);

}  // namespace lab
