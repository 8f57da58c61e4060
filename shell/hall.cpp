#include "shell/hall.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace shell {

Hall::Hall(std::string name, modes::World& world, modes::Pacer& pacer, Manner manner)
    : name_(std::move(name)), world_(world), pacer_(pacer), manner_(std::move(manner)) {
    pass();
}

Hall::Guest::Guest(Hall& hall, const std::string& device, const std::string& line)
    : hall_(hall),
      session_(hall.world_, device, hall.manner_.role, line),
      console_(session_, hall.pacer_),
      terminal_(console_) {
    hall_.guests_.push_back(this);
    if (!hall_.manner_.welcome.empty()) terminal_.remark(hall_.manner_.welcome);
}

Hall::Guest::~Guest() {
    std::erase(hall_.guests_, this);
    try {
        terminal_.hang_up();
    } catch (const std::exception&) {
        // The lab has failed already; whoever looks after it has been told why.
    }
}

void Hall::Guest::type(std::string_view keys) {
    hall_.changed_ = true;
    if (hall_.pacer_.manner() == modes::Pacer::Manner::live)
        hall_.pacer_.pass(hall_.manner_.clock());
    terminal_.feed(keys);
    hall_.tell();
}

void Hall::Guest::resize(int length, int width) {
    terminal_.resize(length, width);
    hall_.tell();
}

std::unique_ptr<Hall::Guest> Hall::at_console(const std::string& device) {
    const auto* line = world_.line(device, "con 0");
    if (!line || world_.session_at(*line)) return nullptr;
    return std::unique_ptr<Guest>(new Guest(*this, device, "con 0"));
}

void Hall::pass() {
    if (pacer_.manner() != modes::Pacer::Manner::live) return;
    pacer_.pass(manner_.clock());
    tell();
}

std::optional<licensing::Span> Hall::until_due() const {
    if (pacer_.manner() != modes::Pacer::Manner::live) return {};
    return pacer_.until_due();
}

void Hall::keep() {
    if (manner_.keep && std::exchange(changed_, false)) manner_.keep();
}

// Whoever typed, all may have something to see.
void Hall::tell() {
    for (auto* guest : guests_) {
        guest->terminal_.refresh();
        if (guest->told) guest->told();
    }
}

}  // namespace shell
