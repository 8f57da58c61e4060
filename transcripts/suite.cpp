#include "transcripts/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <set>
#include <stdexcept>
#include <thread>

#include "transcripts/stage.hpp"

namespace transcripts {
namespace {

namespace fs = std::filesystem;
using State = Result::State;

// Whoever reads the file meanwhile sees the old one or the new one, never half of it.
void write_whole(const std::string& file, const std::string& text) {
    const auto fresh = file + ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw std::runtime_error(fresh + ": cannot be written");
    fs::rename(fresh, file);
}

std::string complaints(const Transcript& transcript, const Outcome& outcome) {
    std::string text;
    for (const auto& complaint : outcome.complaints) {
        text += fmt::format("{}:{}: {}\n", transcript.file, complaint.line, complaint.what);
    }
    return text;
}

// One thread's worker. Profiles are cached by a library without locks, so each has its own.
class Player {
public:
    explicit Player(const SuiteOptions& options) : options_(options), library_(options.profiles) {}

    Result play(const std::string& file);

private:
    Outcome live(const Transcript& transcript) {
        return transcripts::play(transcript, library_, options_.labs, {options_.unknown_fails},
                                 &plans_);
    }
    Result judge(const Transcript& transcript, const Outcome& outcome);
    Result update(const Transcript& transcript, const Outcome& outcome);

    const SuiteOptions& options_;
    profiles::Library library_;
    Plans plans_;
};

Result Player::play(const std::string& file) {
    try {
        const auto transcript = load_transcript(file);
        return judge(transcript, live(transcript));
    } catch (const grammar::Faults& faults) {
        return {State::faulty, file, {}, faults.list()};
    } catch (const std::exception& error) {
        return {State::failed, file, fmt::format("{}: {}\n", file, error.what()), {}};
    }
}

Result Player::judge(const Transcript& transcript, const Outcome& outcome) {
    if (outcome.held()) return {State::passed, transcript.file, {}, {}};
    if (options_.update && outcome.complaints.empty()) return update(transcript, outcome);
    return {State::failed,
            transcript.file,
            complaints(transcript, outcome) + diff(transcript, outcome),
            {}};
}

// Nothing is written that would lose a typed line or would not hold when lived through again.
Result Player::update(const Transcript& transcript, const Outcome& outcome) {
    std::string why;
    for (const int line : outcome.lost) {
        why += fmt::format("{}:{}: was not reached as it stands, so nothing was recorded\n",
                           transcript.file, line);
    }
    if (why.empty()) {
        const auto text = recorded(transcript, outcome);
        const auto again = read_transcript(text, transcript.file);
        if (live(again).held()) {
            write_whole(transcript.file, text);
            return {State::updated, transcript.file, {}, {}};
        }
        why =
            fmt::format("{}: what was seen does not hold a second time, so nothing was recorded\n",
                        transcript.file);
    }
    return {State::failed, transcript.file, why + diff(transcript, outcome), {}};
}

std::vector<std::string> below(const std::string& path, std::vector<grammar::Fault>& faults) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return {path};
    std::vector<std::string> files;
    if (!fs::is_directory(path, error)) {
        faults.push_back({path, 0, 0, "no such file or folder"});
        return files;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file() && entry.path().extension() == ".txt") {
            files.push_back(entry.path().generic_string());
        }
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) faults.push_back({path, 0, 0, "there is no transcript below"});
    return files;
}

}  // namespace

std::vector<std::string> find_transcripts(const std::vector<std::string>& paths) {
    std::vector<grammar::Fault> faults;
    std::vector<std::string> files;
    std::set<std::string> known;
    for (const auto& path : paths) {
        for (auto& file : below(path, faults)) {
            if (known.insert(fs::path(file).lexically_normal().string()).second) {
                files.push_back(std::move(file));
            }
        }
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    return files;
}

std::vector<Result> play_all(const std::vector<std::string>& paths, const SuiteOptions& options) {
    std::vector<std::string> files;
    const auto all = find_transcripts(paths);
    for (std::size_t at = options.shard - 1; at < all.size(); at += options.shards) {
        files.push_back(all[at]);
    }
    std::vector<Result> results(files.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&](Player& player) {
        for (auto at = next++; at < files.size(); at = next++) results[at] = player.play(files[at]);
    };
    std::vector<std::unique_ptr<Player>> players;
    const auto jobs =
        std::clamp<std::size_t>(options.jobs, 1, std::max<std::size_t>(files.size(), 1));
    for (std::size_t at = 0; at < jobs; ++at) players.push_back(std::make_unique<Player>(options));
    {
        std::vector<std::jthread> others;
        for (std::size_t at = 1; at < jobs; ++at) {
            others.emplace_back([&work, &player = *players[at]] { work(player); });
        }
        work(*players.front());
    }
    return results;
}

int run_suite(const std::vector<std::string>& paths, const SuiteOptions& options,
              std::ostream& out) {
    const auto results = play_all(paths, options);
    out << (options.tap ? tap(results) : plain(results)) << std::flush;
    if (!options.junit.empty()) write_whole(options.junit, junit(results));
    std::vector<grammar::Fault> faults;
    bool good = true;
    for (const auto& result : results) {
        faults.insert(faults.end(), result.faults.begin(), result.faults.end());
        good = good && result.good();
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    return good ? 0 : 1;
}

}  // namespace transcripts
