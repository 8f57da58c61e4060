// A tiny screen for the tests: what a person would see of the bytes a front end sends. Written
// without the shell's own code, so that it can judge it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shell_test {

class Screen {
public:
    // With a width it wraps as a terminal does: the cursor waits behind the last column for what
    // comes next.
    explicit Screen(std::size_t width = 0) : width_(width) {}

    void write(std::string_view bytes) {
        for (const char byte : bytes) put(byte);
    }
    // Rows joined by '\n'; the last one has none.
    std::string text() const {
        std::string all;
        for (const auto& row : rows_) all += row + '\n';
        all.pop_back();
        return all;
    }
    const std::string& row() const { return rows_.back(); }
    const std::string& row(std::size_t number) const { return rows_.at(number); }
    std::size_t line() const { return line_; }
    std::size_t column() const { return column_; }

private:
    void put(char byte) {
        if (!sequence_.empty()) return escape(byte);
        switch (byte) {
            case '\x1b': sequence_ = byte; break;
            case '\r': column_ = 0; break;
            case '\n':
                down();
                column_ = 0;
                break;
            case '\b': column_ -= column_ > 0 ? 1U : 0U; break;
            default: cell(byte);
        }
    }
    void down() {
        if (++line_ == rows_.size()) rows_.emplace_back();
    }
    void cell(char byte) {
        if (width_ > 0 && column_ == width_) {
            column_ = 0;
            down();
        }
        std::string& row = rows_[line_];
        if (row.size() <= column_) row.resize(column_ + 1, ' ');
        row[column_++] = byte;
    }
    void escape(char byte) {
        sequence_ += byte;
        const bool ended = sequence_.size() > 2 && byte >= '@' && byte <= '~';
        if (!ended) return;
        const std::size_t count =
            sequence_.size() == 3 ? 1 : std::stoul(sequence_.substr(2, sequence_.size() - 3));
        std::string& row = rows_[line_];
        if (byte == 'A') line_ -= std::min(line_, count);
        if (byte == 'B') line_ = std::min(line_ + count, rows_.size() - 1);
        if (byte == 'J') rows_.resize(line_ + 1);
        if (byte == 'K' || byte == 'J') row.resize(std::min(row.size(), column_));
        if (byte == 'C') column_ += count;
        if (byte == 'D') column_ -= std::min(column_, count);
        sequence_.clear();
    }

    std::vector<std::string> rows_{std::string{}};
    std::size_t width_ = 0;
    std::size_t line_ = 0;
    std::size_t column_ = 0;
    std::string sequence_;
};

}  // namespace shell_test
