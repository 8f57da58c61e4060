// A profile put together: the merged sheets, the trees grown from its outlines, and the templates
// and later outlines, which are found once and read when they are first wanted. Shared by
// profile.cpp, its check and the library; nobody else looks inside.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "profiles/canned.hpp"
#include "profiles/profile.hpp"
#include "profiles/roots.hpp"
#include "profiles/sheet.hpp"

namespace profiles {

struct Profile::Data {
    Sheet sheet;  // with the model's numbers, texts and lists in place
    ModelSheet model;
    std::string platform;
    std::set<std::string> capabilities;
    std::map<std::string, Mode> modes;
    std::map<std::string, std::string> later_modes;           // name to path
    std::map<std::string, std::vector<grammar::Node>> trees;  // for these
    Canned canned;
    std::vector<Defect> defects;
    std::map<std::string, std::string> template_files;  // name to path

    // Null when there is no such template; throws grammar::Faults when it is wrong.
    const Template* find_template(const std::string& name) const;
    // The same for a mode.
    const Mode* find_mode(const std::string& name) const;
    // The same for a message and for the notice of an event.
    const Entry<Message>* find_message(const std::string& name) const;
    const Entry<NoticeText>* find_notice(const std::string& event) const;

private:
    // Labs run in threads of their own and share profiles.
    mutable std::mutex guard_;
    mutable std::map<std::string, Template> templates_;
    mutable std::map<std::string, Mode> read_modes_;
    mutable Section<Message> messages_;
    mutable Section<NoticeText> notices_;
};

// Throws grammar::Faults, with the faults of all outlines. `roots` are those of all profiles.
std::shared_ptr<const Profile::Data> assemble(const Roots& roots, Sheet sheet, ModelSheet model);

}  // namespace profiles
