#include "transcripts/pattern.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

#include "grammar/regex.hpp"

namespace transcripts {
namespace {

struct Piece {
    enum class Kind { literal, one, run } kind = Kind::literal;
    char letter = 0;
};

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '*') {
            pieces.push_back({Piece::Kind::run, 0});
        } else if (text[at] == '?') {
            pieces.push_back({Piece::Kind::one, 0});
        } else {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            pieces.push_back({Piece::Kind::literal, text[at]});
        }
    }
    return pieces;
}

// Only the last run is ever tried longer, so the time is at most pieces times characters.
bool glob_matches(const std::vector<Piece>& pieces, std::string_view line) {
    using Kind = Piece::Kind;
    std::size_t piece = 0;
    std::size_t at = 0;
    std::size_t behind_run = 0;  // 0: there was no run yet
    std::size_t run_end = 0;
    while (at < line.size()) {
        if (piece < pieces.size() && pieces[piece].kind == Kind::run) {
            behind_run = ++piece;
            run_end = at;
        } else if (piece < pieces.size() &&
                   (pieces[piece].kind == Kind::one || pieces[piece].letter == line[at])) {
            ++piece;
            ++at;
        } else if (behind_run > 0) {
            piece = behind_run;
            at = ++run_end;
        } else {
            return false;
        }
    }
    while (piece < pieces.size() && pieces[piece].kind == Kind::run) ++piece;
    return piece == pieces.size();
}

}  // namespace

Pattern Pattern::regex(const std::string& text) {
    return Pattern([expression = grammar::Regex(text)](std::string_view line) {
        try {
            return expression.matches(line);
        } catch (const std::runtime_error&) {
            return false;  // an expression too costly to decide holds for nothing
        }
    });
}

Pattern Pattern::glob(const std::string& text) {
    return Pattern(
        [pieces = pieces_of(text)](std::string_view line) { return glob_matches(pieces, line); });
}

}  // namespace transcripts
