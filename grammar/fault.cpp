#include "grammar/fault.hpp"

#include <utility>

namespace grammar {
namespace {

std::string join(const std::vector<Fault>& list) {
    std::string text;
    for (const Fault& fault : list) {
        if (!text.empty()) text += '\n';
        text += to_string(fault);
    }
    return text;
}

}  // namespace

std::string to_string(const Fault& fault) {
    std::string text;
    if (!fault.file.empty()) text += fault.file + ":";
    if (fault.line > 0) text += std::to_string(fault.line) + ":";
    if (fault.line > 0 && fault.column > 0) text += std::to_string(fault.column) + ":";
    if (!text.empty()) text += ' ';
    return text + fault.what;
}

Faults::Faults(std::vector<Fault> list) : std::runtime_error(join(list)), list_(std::move(list)) {}

Faults::Faults(std::string file, int line, int column, std::string what)
    : Faults(std::vector<Fault>{{std::move(file), line, column, std::move(what)}}) {}

}  // namespace grammar
