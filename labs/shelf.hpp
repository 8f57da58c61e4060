// Where labs stand: files of a folder by their names, and the library of exercises below it, each
// in a folder of its own with its transcripts beside it.
#pragma once

#include <string>
#include <vector>

namespace lab {

// The file of the lab that `labs` has under this name: NAME.yaml or library/NAME/lab.yaml; empty
// when there is none.
std::string lab_named(const std::string& labs, const std::string& name);

// The file of a platform's own lab: of its name, or the plain one.
std::string lab_of_platform(const std::string& labs, const std::string& platform);

// The files of the library, in the order of their names.
std::vector<std::string> library_of(const std::string& labs);

}  // namespace lab
