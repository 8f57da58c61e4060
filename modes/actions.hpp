// What commands do: a name that outlines use, the arguments it needs, and a function from the
// world to a Reply. The table is all there is; the check proves that every path of every outline
// supplies what its action needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/fault.hpp"
#include "grammar/match.hpp"
#include "labs/device.hpp"
#include "modes/reply.hpp"
#include "profiles/profile.hpp"

namespace modes {

class World;
class Line;

// What an action or a continuation is told. Never kept.
struct Context {
    World& world;
    Line& line;
    lab::Device& device;
    const grammar::Matched* matched = nullptr;  // null in a continuation
    std::string constant;                       // the outline's word behind the action

    // The typed word, or empty when the way did not pass that argument.
    std::string argument(std::string_view name) const;
    // For a refusal that comes later, when the line is gone: the fact `caret`.
    profiles::Facts caret_under(std::string_view name) const;
    bool negated() const { return matched && matched->negated; }
};

struct Action {
    std::string_view name;
    std::vector<std::string_view> needs;
    Reply (*run)(Context&);
};

class Actions {
public:
    explicit Actions(std::vector<Action> table) : table_(std::move(table)) {}
    const Action* find(std::string_view name) const;
    void add(Action action) { table_.push_back(std::move(action)); }

    // Every act of every outline is an action with its arguments, or a meaning the world knows.
    std::vector<grammar::Fault> check(const profiles::Profile& profile) const;

private:
    std::vector<Action> table_;
};

// The mode that the line opens, and the block it edits.
Reply enter_mode(Context& c);

// What the agent will not do, in the profile's words.
Reply refused(licensing::AgentRefusal why);

// gi0/1 is GigabitEthernet0/1 where there is one: letters abbreviate, digits do not.
std::optional<std::string> hardware_name(const lab::Device& device, const std::string& typed);

// 1 to 12 for a month's English name or its beginning; 0: it is none.
unsigned month_number(const std::string& word);

// Is this keyword on the way that the line took?
bool typed_keyword(const Context& c, std::string_view keyword);

// The fact `file`, as messages about files have it.
profiles::Facts file_facts(const std::string& file);

// What a key says to [confirm]: Enter and y are yes.
bool confirms(const std::string& key);

// A number that was typed, or `otherwise` where none was.
long number_or(const std::string& text, long otherwise);

// A file's name as it was typed, from the line's directory on.
std::string path_of(Context& c, const std::string& typed);

// A question, behind an empty line where the platform has one there.
Reply before_question(Context& c, Reply question);

// What `unit` answers to a command of its EXEC mode that somebody at another unit gives it; one
// that would ask back is refused.
Reply answer_of(World& world, lab::Device& unit, const std::string& command);

// All actions of the product.
Actions product_actions();

// By subject; each in its own file.
std::vector<Action> clock_actions();
std::vector<Action> console_actions();
std::vector<Action> configuration_actions();
std::vector<Action> license_actions();
std::vector<Action> policy_actions();
std::vector<Action> reservation_actions();
std::vector<Action> machine_actions();
std::vector<Action> net_actions();
std::vector<Action> object_actions();
std::vector<Action> key_actions();
std::vector<Action> account_actions();
std::vector<Action> service_actions();
std::vector<Action> zone_actions();
std::vector<Action> visitor_actions();
std::vector<Action> ssh_actions();
std::vector<Action> named_port_actions();
std::vector<Action> show_actions();
std::vector<Action> system_actions();
std::vector<Action> callhome_actions();
std::vector<Action> pki_actions();
std::vector<Action> terminal_actions();
std::vector<Action> failover_actions();
std::vector<Action> cluster_actions();
std::vector<Action> file_actions();
std::vector<Action> copy_actions();
std::vector<Action> reload_actions();
std::vector<Action> reset_actions();
std::vector<Action> shell_actions();
std::vector<Action> capture_actions();
std::vector<Action> packet_actions();
std::vector<Action> traffic_actions();
std::vector<Action> module_actions();
std::vector<Action> partition_actions();

}  // namespace modes
