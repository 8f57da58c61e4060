// One TCP connection written down packet by packet: sequence numbers, windows, acknowledgements
// and what each side needs of time. It is told who says what; the packets follow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "labs/frames.hpp"

namespace lab {

class Conversation {
public:
    Conversation(const std::string& device, const Exchange& exchange, const OwnStack& own,
                 const licensing::Chance& chance, Moment begins);

    // Whole lives.
    std::vector<Frame> never_answered();  // the first packet again and again
    std::vector<Frame> refused();

    void open();
    void travel();        // what was sent gets there; the other side says so
    void until_answer();  // the same, and it thinks about it as long as the exchange takes
    void send(Load load, const std::string& bytes, const std::string& line = {});
    void receive(Load load, const std::string& bytes, const std::string& line = {});
    // The device closes; `tells`: by an alert of TLS first. Ends the conversation.
    std::vector<Frame> close(bool tells);

    std::string noise(std::string_view what, std::size_t size) const;

private:
    std::uint64_t draw(const std::string& what, std::uint64_t low, std::uint64_t high) const;
    Frame& add(bool ours, unsigned flags);
    Tcp& ask();
    void own_acknowledges();
    int own_window() const;

    const std::string& device_;
    const Exchange& x_;
    const OwnStack& own_;
    const licensing::Chance& chance_;
    Moment now_;
    Moment round_;  // there and back
    int port_;
    std::uint32_t own_first_, far_first_;
    std::uint32_t own_next_ = 0, far_next_ = 0;  // the next byte of each side
    std::uint32_t own_acked_ = 0;                // of ours, that the far end has said it has
    int segments_ = 0;                           // full ones that came
    std::uint32_t heard_ = 0;                    // the far end's last time stamp
    std::vector<Frame> frames_;
};

}  // namespace lab
