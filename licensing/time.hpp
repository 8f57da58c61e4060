// Three kinds of time that never mix: the lab's, a device's own clock, an authority's own clock.
// They are different types, so that comparing a certificate's date with the wrong clock does not
// compile. Lab time never goes back; the other two are lab time plus what their owners believe.
#pragma once

#include <chrono>

namespace licensing {

using Span = std::chrono::milliseconds;

struct LabClock {
    using duration = Span;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<LabClock>;
    static constexpr bool is_steady = true;
};
struct DeviceClock {
    using duration = Span;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<DeviceClock>;
    static constexpr bool is_steady = false;
};
struct AuthorityClock {
    using duration = Span;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<AuthorityClock>;
    static constexpr bool is_steady = false;
};

// All three count milliseconds of UTC from 1970.
using Instant = LabClock::time_point;
using DeviceTime = DeviceClock::time_point;
using AuthorityTime = AuthorityClock::time_point;

// A date printed by one party as another reads it off the paper: a certificate's end, say.
inline DeviceTime as_read_by_device(AuthorityTime date) {
    return DeviceTime{date.time_since_epoch()};
}
inline AuthorityTime as_read_by_authority(DeviceTime date) {
    return AuthorityTime{date.time_since_epoch()};
}

}  // namespace licensing
