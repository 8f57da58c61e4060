#include "program/fault_list.hpp"

#include <algorithm>
#include <exception>

namespace program {

bool FaultList::good(const std::string& whose, const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) add(fault);
    } catch (const std::exception& error) {
        add({whose, 0, 0, error.what()});
    }
    return false;
}

void FaultList::add(const grammar::Fault& fault) {
    const auto text = grammar::to_string(fault);
    const bool known = std::any_of(list_.begin(), list_.end(), [&](const auto& each) {
        return grammar::to_string(each) == text;
    });
    if (!known) list_.push_back(fault);
}

void FaultList::settle() const {
    if (!list_.empty()) throw grammar::Faults(list_);
}

}  // namespace program
