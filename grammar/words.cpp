#include "grammar/words.hpp"

#include <algorithm>

namespace grammar {

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

Word next_word(std::string_view line, std::size_t at) {
    std::size_t begin = at;
    while (begin < line.size() && is_blank(line[begin])) ++begin;
    std::size_t end = begin;
    while (end < line.size() && !is_blank(line[end])) ++end;
    return {line.substr(begin, end - begin), begin, end};
}

std::size_t shared_prefix(std::string_view one, std::string_view other) {
    const std::size_t size = std::min(one.size(), other.size());
    std::size_t shared = 0;
    while (shared < size && fold(one[shared]) == fold(other[shared])) ++shared;
    return shared;
}

bool is_prefix(std::string_view prefix, std::string_view keyword) {
    return prefix.size() <= keyword.size() && shared_prefix(prefix, keyword) == prefix.size();
}

bool same_keyword(std::string_view one, std::string_view other) {
    return one.size() == other.size() && is_prefix(one, other);
}

bool keyword_before(std::string_view one, std::string_view other) {
    const std::size_t shared = shared_prefix(one, other);
    if (shared == one.size() || shared == other.size()) return one.size() < other.size();
    return static_cast<unsigned char>(fold(one[shared])) <
           static_cast<unsigned char>(fold(other[shared]));
}

}  // namespace grammar
