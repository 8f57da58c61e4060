#include "labs/state.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "labs/describe.hpp"
#include "labs/kinds.hpp"

namespace lab {

template <class Visit> void describe(Visit& visit, VisitorMemory& x) {
    visit("protocol", x.protocol);
    visit("address", x.address);
    visit("port", x.port);
    visit("since", x.since);
    visit("stayed", x.stayed);
    visit("idle", x.idle);
    visit("in", x.in);
}
template <class Visit> void describe(Visit& visit, LineMemory& x) {
    visit("device", x.device);
    visit("name", x.name);
    visit("modes", x.modes);
    visit("statements", x.statements);
    visit("user", x.user);
    visit("history", x.history);
    visit("pager", x.pager);
    visit("width", x.width);
    visit("history_size", x.history_size);
    visit("directory", x.directory);
    visit("missed", x.missed);
    visit("in_dialogue", x.in_dialogue);
    visit("monitor", x.monitor);
    visit("debug_topics", x.debug_topics);
    visit("debug_levels", x.debug_levels);
    visit("pending", x.pending);
    visit("partition", x.partition);
    visit("visitor", x.visitor);
    visit("uses", x.uses);
}

namespace {

namespace fs = std::filesystem;

constexpr int format = 1;
constexpr const char* journal_file = "journal.yaml";
constexpr std::string_view sum_key = "sum: ";

// Over everything above it, so that no damage passes for a lab: a digit that changed would still
// be YAML. FNV-1a.
constexpr std::uint64_t sum_of_nothing = 0xcbf29ce484222325U;
std::uint64_t sum_on(std::uint64_t sum, std::string_view text) {
    for (const char byte : text) {
        sum = (sum ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    return sum;
}
std::string sum_line(std::string_view text) {
    return fmt::format("{}{:016x}\n", sum_key, sum_on(sum_of_nothing, text));
}

// What stands above the sum, when the sum is right.
std::optional<std::string> summed(const std::string& text) {
    const auto length = sum_line("").size();
    if (text.size() < length) return std::nullopt;
    auto body = text.substr(0, text.size() - length);
    if (text.substr(body.size()) != sum_line(body)) return std::nullopt;
    return body;
}

// The format a file is headed with; 0 for none. A newer one may sum up in another way.
int format_of(const std::string& text) {
    static constexpr std::string_view head = "format: ";
    return text.starts_with(head) ? std::atoi(text.c_str() + head.size()) : 0;
}

// Fields to YAML. Times are milliseconds, closed sets their number, variants [index, value].
class FieldWriter {
public:
    explicit FieldWriter(YAML::Node& map) : map_(map) {}
    template <class T> void operator()(const char* name, T& field) { map_[name] = node(field); }

    template <class T> static YAML::Node node(T& x) {
        if constexpr (is_time<T>::value)
            return YAML::Node(x.time_since_epoch().count());
        else if constexpr (std::is_same_v<T, licensing::Span>)
            return YAML::Node(x.count());
        else if constexpr (std::is_enum_v<T>)
            return YAML::Node(static_cast<int>(x));
        else if constexpr (std::is_arithmetic_v<T>)
            return YAML::Node(x);
        else if constexpr (std::is_same_v<T, std::string>) {
            YAML::Node text(x);
            text.SetTag("!");  // quoted, so that "1.0" stays a text
            return text;
        } else if constexpr (is_optional<T>::value) {
            return x ? node(*x) : YAML::Node(YAML::NodeType::Null);
        } else if constexpr (is_vector<T>::value) {
            YAML::Node list(YAML::NodeType::Sequence);
            for (auto& item : x) list.push_back(node(item));
            return list;
        } else if constexpr (is_variant<T>::value) {
            YAML::Node pair(YAML::NodeType::Sequence);
            pair.push_back(x.index());
            std::visit([&](auto& held) { pair.push_back(node(held)); }, x);
            return pair;
        } else {
            YAML::Node map(YAML::NodeType::Map);
            FieldWriter writer(map);
            describe(writer, x);
            return map;
        }
    }

private:
    YAML::Node& map_;
};

// What does not fit, and where.
struct Misfit {
    int line = 0;
    std::string what;
};

// And back. A field that is missing is newer than the file, which is whole: it stays as it is in a
// new lab. One of another kind is damage.
class Reader {
public:
    explicit Reader(const YAML::Node& map) : map_(map) {}
    template <class T> void operator()(const char* name, T& field) {
        if (!map_.IsMap()) throw Misfit{line_of(map_), "has no fields"};
        const auto node = map_[name];
        if (node) read(node, field);
    }
    static int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

    template <class T> static void read(const YAML::Node& node, T& x) {
        if constexpr (is_time<T>::value)
            x = T{licensing::Span{node.as<std::int64_t>()}};
        else if constexpr (std::is_same_v<T, licensing::Span>) {
            x = licensing::Span{node.as<std::int64_t>()};
        } else if constexpr (std::is_enum_v<T>)
            x = static_cast<T>(node.as<int>());
        else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
            x = node.as<T>();
        } else if constexpr (is_optional<T>::value) {
            if (node.IsNull()) {
                x.reset();
            } else {
                x.emplace();
                read(node, *x);
            }
        } else if constexpr (is_vector<T>::value) {
            x.clear();
            if (!node.IsSequence()) throw Misfit{line_of(node), "lacks a list"};
            for (const auto& item : node) read(item, x.emplace_back());
        } else if constexpr (is_variant<T>::value) {
            read_variant(node, x, std::make_index_sequence<std::variant_size_v<T>>{});
        } else {
            Reader reader(node);
            describe(reader, x);
        }
    }

private:
    template <class T, std::size_t... I>
    static void read_variant(const YAML::Node& node, T& x, std::index_sequence<I...>) {
        const auto index = node[0].as<std::size_t>();
        const bool known =
            ((index == I ? (read(node[1], x.template emplace<I>()), true) : false) || ...);
        if (!known) throw Misfit{line_of(node), "has a value of no known kind"};
    }

    const YAML::Node& map_;
};

struct SavedDevice {
    std::string name;
    Chassis chassis;
    Running running;
    std::vector<std::string> configuration;
};
template <class Visit> void describe(Visit& visit, SavedDevice& x) {
    visit("name", x.name);
    visit("chassis", x.chassis);
    visit("running", x.running);
    visit("configuration", x.configuration);
}
struct SavedAuthority {
    std::string name;
    licensing::Span offset{};
    licensing::AuthorityState state;
};
template <class Visit> void describe(Visit& visit, SavedAuthority& x) {
    visit("name", x.name);
    visit("offset", x.offset);
    visit("state", x.state);
}
template <class Visit> void describe(Visit& visit, Deed& x) {
    visit("at", x.at);
    visit("kind", x.kind);
    visit("device", x.device);
    visit("line", x.line);
    visit("prompt", x.prompt);
    visit("typed", x.typed);
    visit("command", x.command);
    visit("exact", x.exact);
    visit("refused", x.refused);
    visit("screen", x.screen);
    visit("notices", x.notices);
    visit("changed", x.changed);
    visit("saved", x.saved);
    visit("rebooted", x.rebooted);
}
template <class Visit> void describe(Visit& visit, Progress::Latch& x) {
    visit("objective", x.objective);
    visit("entry", x.entry);
}
template <class Visit> void describe(Visit& visit, Progress& x) {
    visit("began", x.began);
    visit("cued", x.cued);
    visit("happened", x.happened);
    visit("hints", x.hints);
    visit("journal_bytes", x.journal_bytes);
    visit("journal_sum", x.journal_sum);
    visit("open_deeds", x.open_deeds);
}
struct Saved {
    int format = 0;
    licensing::Instant now{};
    std::uint64_t seed = 0;
    Progress progress;
    NetworkState network;
    std::vector<Carried> in_flight;
    std::vector<Sight> sights;
    std::vector<Wire::Memory> wire;
    std::vector<SavedAuthority> authorities;
    std::vector<licensing::CollectorState> collectors;
    std::vector<SavedDevice> devices;
    std::vector<LineMemory> lines;
};
template <class Visit> void describe(Visit& visit, Saved& x) {
    visit("format", x.format);
    visit("now", x.now);
    visit("seed", x.seed);
    visit("progress", x.progress);
    visit("network", x.network);
    visit("in_flight", x.in_flight);
    visit("sights", x.sights);
    visit("wire", x.wire);
    visit("authorities", x.authorities);
    visit("collectors", x.collectors);
    visit("devices", x.devices);
    visit("lines", x.lines);
}

// From the byte `at` on, whatever stood there.
void write_at(const fs::path& file, std::uint64_t at, const std::string& text) {
    const int to = ::open(file.c_str(), O_WRONLY | O_CREAT, 0600);
    if (to < 0) throw grammar::Faults(file.string(), 0, 0, "cannot be written");
    std::size_t done = ::ftruncate(to, static_cast<off_t>(at)) == 0 ? 0 : text.size() + 1;
    while (done < text.size()) {
        const auto n =
            ::pwrite(to, text.data() + done, text.size() - done, static_cast<off_t>(at + done));
        if (n <= 0) break;
        done += static_cast<std::size_t>(n);
    }
    const bool whole = done == text.size() && ::fsync(to) == 0;
    const std::string why = std::strerror(errno);
    ::close(to);
    if (!whole) throw grammar::Faults(file.string(), 0, 0, "cannot be written whole: " + why);
}

void write_whole(const fs::path& file, const std::string& text) { write_at(file, 0, text); }

}  // namespace

std::string write_state(Lab& lab, const std::vector<LineMemory>& lines) {
    Saved saved;
    saved.format = format;
    saved.now = lab.timeline().now();
    saved.seed = lab.chance().seed();
    saved.progress = lab.progress();
    saved.network = lab.network().state();
    saved.in_flight = lab.network().in_flight();
    saved.sights.assign(lab.network().sights().begin(), lab.network().sights().end());
    saved.wire = lab.network().wire().memory();
    for (auto& end : lab.authorities()) {
        saved.authorities.push_back({std::string(end->party()), end->authority().traits().offset,
                                     end->authority().state()});
    }
    for (auto& collector : lab.collectors()) saved.collectors.push_back(collector->state());
    for (auto& device : lab.devices()) {
        auto chassis = device->chassis();
        // All of it, also what a reload would lose: this is no reload.
        if (device->agent()) chassis.agent = device->agent()->state();
        if (device->policy()) chassis.policy = device->policy()->state();
        saved.devices.push_back(
            {device->name(), chassis, device->kept(), device->configuration_lines(false)});
    }
    saved.lines = lines;
    YAML::Emitter out;
    out << FieldWriter::node(saved);
    const auto text = std::string(out.c_str()) + "\n";
    return text + sum_line(text);
}

std::vector<LineMemory> read_state(Lab& lab, const std::string& text, const std::string& file) {
    const auto damaged = [&](int line, const std::string& what) {
        return grammar::Faults(file, line, 0, "is damaged and left as it is: " + what);
    };
    if (format_of(text) > format) {
        throw grammar::Faults(file, 1, 0, "was written by a newer understudy; left as it is");
    }
    const auto last = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    const auto body = summed(text);
    if (!body) throw damaged(std::max(last, 1), "its sum is wrong");
    Saved saved;
    try {
        Reader::read(YAML::Load(*body), saved);
    } catch (const YAML::Exception& error) {
        throw damaged(error.mark.line + 1, error.msg);
    } catch (const Misfit& misfit) {
        throw damaged(misfit.line, misfit.what);
    }
    if (saved.format != format) throw damaged(1, "its format is unknown");
    for (const auto& device : saved.devices) {
        const auto slash = device.name.rfind('/');
        auto* above =
            slash == std::string::npos ? nullptr : lab.device(device.name.substr(0, slash));
        if (above) lab.beneath(*above);
        if (!lab.device(device.name)) {
            throw grammar::Faults(file, 0, 0, "keeps a device this lab lacks: " + device.name);
        }
    }
    for (const auto& device : lab.devices()) {
        const bool kept = std::any_of(saved.devices.begin(), saved.devices.end(),
                                      [&](auto& d) { return d.name == device->name(); });
        if (!kept) throw grammar::Faults(file, 0, 0, "lacks the device " + device->name());
    }
    for (const auto& authority : saved.authorities) {
        if (!lab.authority(authority.name)) {
            throw grammar::Faults(file, 0, 0,
                                  "keeps an authority this lab lacks: " + authority.name);
        }
    }
    lab.timeline().restore(saved.now);
    lab.reseed(saved.seed);
    lab.progress() = saved.progress;
    lab.network().state() = saved.network;
    lab.network().in_flight() = saved.in_flight;
    lab.network().sights().assign(saved.sights.begin(), saved.sights.end());
    lab.network().wire().restore(saved.wire);
    for (auto& authority : saved.authorities) {
        lab.restore_authority(authority.name, authority.offset, std::move(authority.state));
    }
    for (std::size_t i = 0; i < saved.collectors.size() && i < lab.collectors().size(); ++i) {
        lab.collectors()[i]->restore(std::move(saved.collectors[i]));
    }
    for (auto& device : saved.devices) {
        auto& found = *lab.device(device.name);
        found.chassis() = std::move(device.chassis);
        found.restore(std::move(device.running), device.configuration);
    }
    lab.place_desks();
    return saved.lines;
}

StateFolder::StateFolder(std::string folder, std::string asked)
    : folder_(std::move(folder)), asked_(std::move(asked)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    lock_ = ::open((fs::path(folder_) / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) throw grammar::Faults(folder_, 0, 0, "cannot be used to keep a lab");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw grammar::Faults(folder_, 0, 0, "another understudy has this lab open");
    }
}

StateFolder::~StateFolder() { ::close(lock_); }

bool StateFolder::empty() const { return !fs::exists(fs::path(folder_) / "current"); }

// What the folder keeps a lab of; folders of earlier days do not say.
void StateFolder::check_asked() const {
    std::ifstream in(fs::path(folder_) / "asked", std::ios::binary);
    std::string kept;
    if (!std::getline(in, kept) || asked_.empty() || kept == asked_) return;
    throw grammar::Faults(folder_, 0, 0,
                          fmt::format("keeps a lab of '{}', not of '{}'", kept, asked_));
}

std::optional<std::uint64_t> kept_seed(const std::string& folder) {
    std::ifstream in(fs::path(folder) / "current" / "lab.yaml", std::ios::binary);
    static constexpr std::string_view key = "seed: ";
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(key)) continue;
        std::uint64_t seed = 0;
        std::from_chars(line.data() + key.size(), line.data() + line.size(), seed);
        return seed;
    }
    return std::nullopt;
}

bool StateFolder::load(Lab& lab) {
    const auto file = fs::path(folder_) / "current" / "lab.yaml";
    if (empty()) return false;
    check_asked();
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw grammar::Faults(file.string(), 0, 0, "cannot be read");
    lines_ = read_state(lab, text.str(), file.string());
    load_journal(lab);
    last_ = text.str();
    return true;
}

// What stands behind the bytes that count was written for a generation that never came to be.
void StateFolder::load_journal(Lab& lab) {
    auto& progress = lab.progress();
    deeds_.clear();
    if (progress.journal_bytes > 0) {
        const auto file = (fs::path(folder_) / "current" / journal_file).string();
        const auto damaged = [&](const std::string& what) {
            return grammar::Faults(file, 0, 0, "is damaged and left as it is: " + what);
        };
        std::ifstream in(file, std::ios::binary);
        std::error_code error;
        const auto there = fs::file_size(file, error);
        if (error || there < progress.journal_bytes) throw damaged("it is too short");
        std::string text(progress.journal_bytes, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        if (!in || sum_on(sum_of_nothing, text) != progress.journal_sum) {
            throw damaged("its sum is wrong");
        }
        try {
            Reader::read(YAML::Load(text), deeds_);
        } catch (const YAML::Exception& broken) {
            throw damaged(broken.msg);
        } catch (const Misfit& misfit) {
            throw damaged(misfit.what);
        }
    }
    kept_deeds_ = deeds_.size();
    deeds_.insert(deeds_.end(), progress.open_deeds.begin(), progress.open_deeds.end());
}

// All generations share one file, of which each counts its own beginning: what an entry costs does
// not grow with those before it.
void StateFolder::keep_journal(Progress& progress, const std::string& before,
                               const std::string& now, const std::vector<Deed>& deeds,
                               std::size_t closed) {
    const auto to = fs::path(now) / journal_file;
    std::error_code error;
    if (progress.journal_bytes > 0)
        fs::create_hard_link(fs::path(before) / journal_file, to, error);
    if (error) fs::copy_file(fs::path(before) / journal_file, to);
    std::string text;
    for (auto at = kept_deeds_; at < closed; ++at) {
        std::vector<Deed> one{deeds[at]};
        YAML::Emitter out;
        out << FieldWriter::node(one);
        text += std::string(out.c_str()) + "\n";
    }
    write_at(to, progress.journal_bytes, text);
    kept_deeds_ = std::max(kept_deeds_, closed);
    progress.journal_bytes += text.size();
    progress.journal_sum =
        sum_on(progress.journal_sum == 0 ? sum_of_nothing : progress.journal_sum, text);
}

namespace {

// To make sure of one more file takes time, so entries go there by the dozen; until then they stand
// with those that may still grow.
bool worth_writing(const std::vector<Deed>& deeds, std::size_t from, std::size_t to) {
    constexpr std::size_t many = 12;
    constexpr std::size_t much = 20'000;
    std::size_t bytes = 0;
    for (auto at = from; at < to; ++at) bytes += deeds[at].screen.size();
    return to >= from + many || bytes >= much;
}

}  // namespace

void StateFolder::save(Lab& lab, const std::vector<LineMemory>& lines,
                       const std::vector<Deed>& deeds, std::size_t closed) {
    auto& progress = lab.progress();
    const bool grows = worth_writing(deeds, kept_deeds_, closed);
    if (!deeds.empty()) {
        const auto written = static_cast<std::ptrdiff_t>(grows ? closed : kept_deeds_);
        progress.open_deeds.assign(deeds.begin() + written, deeds.end());
    }
    auto text = grows ? std::string() : write_state(lab, lines);
    if (!grows && text == last_) return;
    const fs::path root = folder_;
    if (empty() && !asked_.empty()) write_whole(root / "asked", asked_ + "\n");
    int number = 1;
    std::error_code error;
    const auto current = fs::read_symlink(root / "current", error);
    if (!error) number = std::atoi(current.filename().string().c_str() + 4) + 1;
    const auto name = fmt::format("gen-{:06}", number);
    fs::remove_all(root / name, error);
    fs::create_directories(root / name);
    if (grows || progress.journal_bytes > 0) {
        keep_journal(progress, (root / current.filename()).string(), (root / name).string(), deeds,
                     closed);
    }
    if (grows) text = write_state(lab, lines);
    write_whole(root / name / "lab.yaml", text);
    fs::remove(root / "next", error);
    fs::create_directory_symlink(name, root / "next");
    fs::rename(root / "next", root / "current");
    // The generation before stays, for who wants to go back; older ones go.
    fs::remove_all(root / fmt::format("gen-{:06}", number - 2), error);
    last_ = text;
}

}  // namespace lab
