// The words of our own frame around a lab's texts, in the language the learner reads: for
// @objectives, @hint, @grade and their reports. One file for each language:
// labs/words/LANGUAGE.yaml.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace lab {

class Words {
public:
    // Of the folder labs/words. A language that has no file there is read in English; a file lacks
    // none of the words that English has. Throws grammar::Faults for what is wrong with one.
    static Words load(const std::string& folder, const std::string& language);

    // The language of the lab's own texts, which may have one that the frame lacks.
    const std::string& language() const { return language_; }
    const std::string& operator[](const std::string& name) const;

    // The same with its holes filled: {points} by what `facts` say of points.
    using Facts = std::map<std::string, std::string>;
    std::string say(const std::string& name, const Facts& facts) const;

private:
    std::string language_;
    std::map<std::string, std::string> words_;
};

}  // namespace lab
