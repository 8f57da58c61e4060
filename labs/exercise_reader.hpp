// The exercise's keys of a lab file, read strictly: patterns compile, ids and devices are known,
// texts have English. The plan's reader owns the file and hands these keys over.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "labs/exercise.hpp"
#include "profiles/yaml_reader.hpp"

namespace lab {

// Is told of a device's name and where it stands.
using NameHeard = std::function<void(const std::string&, const YAML::Node&)>;

// A question to the world, as objectives, mishaps and others ask it (the keys of labs/README.md).
// Faults go to the reader.
Check read_check(profiles::YamlReader& yaml, const YAML::Node& node, const NameHeard& device = {});
// A text, or a map of it by language with `en` in it.
Translated read_translated(profiles::YamlReader& yaml, const YAML::Node& node);
// A regular expression, to be found somewhere.
std::string read_pattern(profiles::YamlReader& yaml, const YAML::Node& node);
// A line to the director.
std::string read_direction(profiles::YamlReader& yaml, const YAML::Node& node);

class ExerciseReader {
public:
    // Both outlive this.
    ExerciseReader(profiles::YamlReader& yaml, Exercise& exercise)
        : yaml_(yaml), exercise_(exercise) {}

    // What each key of the exercise does.
    profiles::YamlReader::Keys keys();
    // When the whole file is read: is everything that was named there?
    void check_names(const std::set<std::string>& devices);

private:
    using Node = YAML::Node;

    void title(const Node& node);
    void history(const Node& node);
    void timed(const Node& node);
    void permission(const Node& node);
    void objective(const Node& node);
    void check_objective(const Objective& objective, const Node& node);
    Look look(const Node& node);
    Mishap mishap(const Node& node);
    void hint(const Node& node);
    void wrong_turn(const Node& node);

    std::string device(const Node& node);
    int number(const Node& node, int low, int high, const std::string& what);
    std::string file_beside(const Node& node);
    // Of a list each, of anything else itself.
    void one_or_more(const Node& node, const std::function<void(const Node&)>& read);

    profiles::YamlReader& yaml_;
    Exercise& exercise_;
    std::set<std::string> ids_;
    std::vector<std::pair<std::string, Node>> meant_ids_, meant_devices_;
};

}  // namespace lab
