#include "modes/reply.hpp"

namespace modes {

Reply say(std::string text, profiles::Facts facts) {
    Reply reply;
    reply.say.push_back({std::move(text), std::move(facts)});
    return reply;
}

Reply refuse(std::string why, profiles::Facts facts, std::optional<std::string> at) {
    Reply reply;
    reply.next = Refused{{std::move(why), std::move(facts)}, std::move(at)};
    return reply;
}

Reply go(Move move) {
    Reply reply;
    reply.next = Go{std::move(move)};
    return reply;
}

}  // namespace modes
