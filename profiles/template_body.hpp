// What a template is once it is read: literal text, holes and blocks. Shared by its reader
// (template.cpp) and its printer (template_render.cpp) and by nobody else.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace profiles {

// A piece of what stands behind the colon of a hole: text for fmt, or the name of a width.
struct SpecPart {
    std::string text;
    std::string name;
};

enum class SpecKind {
    none,    // {name}
    format,  // {when:clock}: an instant's format
    text,    // {name:<32}: any value, as text
    number,  // {n:02}: fmt takes it for numbers only
};

struct Hole {
    std::string name;
    SpecKind kind = SpecKind::none;
    std::vector<SpecPart> spec;
    std::string ready;  // the whole fmt string, or the format's name, when nothing is computed
    int line = 0;
    int column = 0;
};

struct Piece;
using Pieces = std::vector<Piece>;

struct If {
    std::string name;
    Pieces then;
    Pieces otherwise;
    int line = 0;
};

struct Each {
    std::string name;
    Pieces body;
    int line = 0;
};

struct Use {
    std::string name;
    int line = 0;
};

struct Piece {
    std::variant<std::string, Hole, If, Each, Use> content;
};

struct TemplateText {
    std::string file;
    std::string evidence;
    Pieces pieces;
};

}  // namespace profiles
