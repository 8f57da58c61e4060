// The file system on which a device's own tools leave captures and reports for its people.
#pragma once

#include <string>

#include "labs/device.hpp"
#include "profiles/facts.hpp"
#include "profiles/template.hpp"

namespace modes {

// workspace:/a/b of workspace:///a/b, or of b in the directory workspace:/a/; empty: it is
// elsewhere.
std::string workspace_path(const std::string& typed, const std::string& directory);

// Puts bytes there, over a file of that name.
void keep_bytes(lab::Device& device, const std::string& path, const std::string& bytes);
// Of any file, as they are.
std::string bytes_of(const lab::File& file);

// What is in the directory; an empty one is the root.
profiles::Facts workspace_view(const lab::Device& device, const std::string& directory);
profiles::Schema workspace_schema();

}  // namespace modes
