#include "grammar/regex.hpp"

#include <boost/regex.hpp>
#include <stdexcept>

namespace grammar {

struct Found::Groups {
    boost::cmatch match;
    const char* text = nullptr;  // where what was searched begins
};

struct Regex::Compiled {
    boost::regex regex;
};

Found::Found() : groups_(std::make_unique<Groups>()) {}
Found::~Found() = default;

std::string Found::str(int group) const { return groups_->match[group].str(); }
std::string Found::str(const char* group) const { return groups_->match[group].str(); }
bool Found::has(int group) const { return groups_->match[group].matched; }
bool Found::has(const char* group) const { return groups_->match[group].matched; }
std::size_t Found::position() const {
    return static_cast<std::size_t>(groups_->match[0].first - groups_->text);
}
std::size_t Found::length() const { return static_cast<std::size_t>(groups_->match.length()); }

Regex::Regex(const std::string& text, Manner manner) {
    const auto how = manner == Manner::posix           ? boost::regex::extended
                     : manner == Manner::perl_any_case ? boost::regex::perl | boost::regex::icase
                                                       : boost::regex::perl;
    try {
        compiled_ = std::make_shared<const Compiled>(Compiled{boost::regex(text, how)});
    } catch (const boost::regex_error& error) {
        throw std::invalid_argument(error.what());
    }
}

bool Regex::matches(std::string_view text) const {
    Found found;
    return matches(text, found);
}

bool Regex::matches(std::string_view text, Found& found) const {
    found.groups_->text = text.data();
    return compiled_ && boost::regex_match(text.data(), text.data() + text.size(),
                                           found.groups_->match, compiled_->regex);
}

bool Regex::finds(std::string_view text) const {
    Found found;
    return finds(text, found);
}

bool Regex::finds(std::string_view text, Found& found, std::size_t from) const {
    if (!compiled_) return false;
    const auto* begin = found.groups_->text = text.data();
    return boost::regex_search(begin + from, begin + text.size(), found.groups_->match,
                               compiled_->regex,
                               from == 0 ? boost::match_default : boost::match_prev_avail, begin);
}

bool Regex::finds_in_lines(std::string_view text) const {
    return compiled_ && boost::regex_search(text.data(), text.data() + text.size(),
                                            compiled_->regex, boost::match_not_dot_newline);
}

std::string Regex::replaced(const std::string& text, const std::string& with) const {
    return compiled_ ? boost::regex_replace(text, compiled_->regex, with) : text;
}

std::string Regex::replaced_once(const std::string& text, const std::string& with) const {
    if (!compiled_) return text;
    return boost::regex_replace(text, compiled_->regex, with, boost::format_first_only);
}

}  // namespace grammar
