#include "shell/console.hpp"

#include "modes/line.hpp"

namespace shell {

SessionConsole::SessionConsole(modes::Session& session, modes::Pacer& pacer)
    : session_(session), pacer_(pacer) {}

modes::Wants SessionConsole::wants() const { return session_.wants(); }
modes::Screen SessionConsole::screen() const { return session_.screen(); }
bool SessionConsole::dark() const { return !session_.line().device().up(); }
modes::Editing SessionConsole::editing() const { return modes::editing_at(session_.line()); }
void SessionConsole::enter(std::string_view line) { session_.enter(line); }
void SessionConsole::key(char key) { session_.key(key); }
void SessionConsole::interrupt() { session_.interrupt(); }
void SessionConsole::end_of_configuration(std::string_view typed) {
    session_.end_of_configuration(typed);
}
void SessionConsole::escape() { session_.escape(); }
void SessionConsole::hang_up() { session_.hang_up(); }
void SessionConsole::resize(int length, int width) { session_.resize(length, width); }
void SessionConsole::help(std::string_view line) { session_.help(line); }
std::string SessionConsole::complete(std::string_view line) const {
    return session_.complete(line);
}
std::vector<std::string> SessionConsole::direct(std::string_view direction) {
    return session_.direct(direction);
}
const std::vector<std::string>& SessionConsole::history() const { return session_.history(); }
std::string SessionConsole::prompt() const { return session_.prompt(); }
std::vector<modes::Piece> SessionConsole::take() { return session_.take(); }
void SessionConsole::settle() { pacer_.settle(); }

}  // namespace shell
