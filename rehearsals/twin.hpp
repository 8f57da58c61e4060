// A lab made of what was collected from real devices: a twin of them, on which a change can be
// rehearsed. What was understood, kept without a model, ignored, assumed and masked is said line by
// line, and the twin is asked the same commands, so that it is known how true it is.
#pragma once

#include <string>
#include <vector>

#include "profiles/profile.hpp"
#include "rehearsals/twin_collect.hpp"
#include "reports/document.hpp"

namespace rehearsals {

// A line that one of the two does not show, or shows otherwise.
struct Difference {
    int line = 0;  // of the source; 0: only the twin shows it
    std::string there, here;
};

// One command, there and here.
struct Comparison {
    std::string device, command, file;
    int line = 0;
    std::size_t equal = 0;  // lines
    std::size_t dates = 0;  // among them, equal within the tolerance
    std::vector<Difference> differences;
};

struct TwinDevice {
    std::string name, platform, profile, model, version, serial;
};

struct TwinFile {
    std::string name, text;
};

struct Twin {
    std::string from;  // the folder
    std::vector<TwinDevice> devices;
    std::vector<Remark> understood, kept, ignored, assumed, masked;
    std::vector<Comparison> compared;
    std::vector<TwinFile> files;  // lab.yaml and what it names
};

// `labs`: the folder of the labs that come with the program. Throws grammar::Faults when the folder
// holds nothing a twin can be made of.
Twin make_twin(const std::string& folder, profiles::Library& library, const std::string& labs);

reports::Document twin_document(const Twin& twin);
std::string twin_json(const Twin& twin);

}  // namespace rehearsals
