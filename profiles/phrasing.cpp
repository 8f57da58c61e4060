#include "profiles/phrasing.hpp"

#include <algorithm>
#include <string_view>

#include "profiles/section.hpp"

namespace profiles {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// What is further in, a comment and an empty line go on with the part above them.
bool begins_part(std::string_view line) {
    return !line.empty() && std::string_view(" #\r").find(line.front()) == std::string_view::npos;
}

// The name of the entry that begins in a line, two blanks further in than its part.
std::string entry_name(std::string_view line) {
    constexpr std::string_view indent = "  ";
    const auto colon = line.find(':');
    if (!line.starts_with(indent) || colon == std::string_view::npos) return {};
    const auto name = line.substr(indent.size(), colon - indent.size());
    return name.find_first_of(" #\"'") == std::string_view::npos ? std::string(name) : "";
}

class Listing {
public:
    Listing(const std::string& text, Sheet& sheet) : sheet_(sheet) {
        file_ = std::make_shared<const UnreadFile>(UnreadFile{sheet.file, split_lines(text)});
    }

    // The text without what was listed.
    std::string rest() &&;

private:
    void list(const std::string& name);

    Sheet& sheet_;
    std::shared_ptr<const UnreadFile> file_;
    std::map<std::string, Unread>* part_ = nullptr;
    Unread here_;                // as the next entry will have it
    LineRange* last_ = nullptr;  // what the next line may go on with
};

void Listing::list(const std::string& name) {
    if (name == "from") {
        last_ = &here_.evidence;
        *last_ = here_.entry;
        return;
    }
    const auto [known, first] = part_->emplace(name, here_);
    if (!first) {
        throw grammar::Faults(file_->name, here_.entry.first + 1, 3,
                              "'" + name + "' stands here twice, first in line " +
                                  std::to_string(known->second.entry.first + 1));
    }
    last_ = &known->second.entry;
}

std::string Listing::rest() && {
    std::string rest;
    for (int at = 0; at < static_cast<int>(file_->lines.size()); ++at) {
        const auto& line = file_->lines[static_cast<std::size_t>(at)];
        if (begins_part(line)) {
            part_ = line == "messages:"  ? &sheet_.messages
                    : line == "notices:" ? &sheet_.notices
                                         : nullptr;
            here_ = {file_, {at, at}, {at, at}, {at, at}};
            last_ = nullptr;
        } else if (const auto name = entry_name(line); part_ && !name.empty()) {
            here_.entry = {at, at};
            list(name);
        } else if (last_) {
            last_->last = at;
        }
        rest += (part_ ? "" : line) + '\n';
    }
    return rest;
}

// The part's key, its evidence and the entry, each in the line where it stands in the file.
std::string text_of(const Unread& entry) {
    std::string text;
    for (int at = 0; at <= entry.entry.last; ++at) {
        const auto holds = [&](const LineRange& range) {
            return range.first <= at && at <= range.last;
        };
        if (holds(entry.part) || holds(entry.evidence) || holds(entry.entry)) {
            text += entry.file->lines[static_cast<std::size_t>(at)];
        }
        text += '\n';
    }
    return text;
}

template <class T, class Read> Entry<T> read_entry(const Unread& unread, Read read) {
    YamlReader reader(text_of(unread), unread.file->name);
    Section<T> section;
    for (const auto& part : reader.entries(reader.root())) {
        read_section(reader, part.value, section,
                     [&](const auto& value) { return read(reader, value); });
        if (section.size() != 1) reader.fault(part.value, "each entry needs lines of its own");
    }
    reader.finish();
    return std::move(section.begin()->second);
}

Message message_in(YamlReader& reader, const YAML::Node& node) {
    try {
        return std::make_shared<const Template>(
            Template::read_line(reader.text(node), reader.file(), line_of(node)));
    } catch (const grammar::Faults& faults) {
        reader.adopt(node, faults);
        return nullptr;
    }
}

NoticeText notice_in(YamlReader& reader, const YAML::Node& node) {
    NoticeText notice;
    bool severe = false;
    for (const auto& entry : reader.entries(node)) {
        if (entry.key == "severity") {
            severe = true;
            const long severity = reader.number(entry.value);
            if (severity < 0 || severity > 7) reader.fault(entry.value, "severities are 0 to 7");
            notice.notice.severity = static_cast<int>(severity);
        } else if (entry.key == "text") {
            notice.text = message_in(reader, entry.value);
            notice.notice.text = notice.text.get();
        } else if (entry.key != "from") {
            reader.unknown(entry);
        }
    }
    if (!severe || (node.IsMap() && !node["text"])) {
        reader.fault(node, "a notice needs a 'severity' and a 'text'");
    }
    return notice;
}

}  // namespace

void take_phrasing(std::string& text, Sheet& sheet) { text = Listing(text, sheet).rest(); }

Entry<Message> read_message(const Unread& entry) { return read_entry<Message>(entry, message_in); }

Entry<NoticeText> read_notice(const Unread& entry) {
    return read_entry<NoticeText>(entry, notice_in);
}

}  // namespace profiles
