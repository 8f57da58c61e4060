// Two sessions laid side by side with understanding: what a device says is one thing, when it said
// so and which unit it was is another. Lines that differ only in dates, spans, serial numbers or
// checksums are the same wording. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

enum class Value { date, span, serial, checksum };
inline constexpr std::array<std::string_view, 4> value_names{"dates", "spans", "serials",
                                                             "checksums"};

// A line whose values are taken out: two lines of one wording have equal texts.
struct Wording {
    std::string text;
    std::vector<std::pair<Value, std::string>> values;
};
Wording wording_of(const std::string& line);

struct Comparison {
    std::string diff;                         // unified, of the wording; empty: the same
    std::array<std::size_t, 4> lines{};       // in which values of a kind differ
    std::vector<std::string> values;          // each of these, told
    std::vector<std::string> contradictions;  // one serial stands for two others

    bool same_wording() const { return diff.empty(); }
    bool same() const { return diff.empty() && values.empty(); }
};

// `a` and `b` name them in the diff.
Comparison compare(const std::vector<std::string>& left, const std::vector<std::string>& right,
                   const std::string& a, const std::string& b);

}  // namespace transcripts
