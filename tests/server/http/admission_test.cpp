// Who is served and who is refused, told by a clock of the test's own.
#include "server/http/admission.hpp"

#include <gtest/gtest.h>

#include "server/http/limits.hpp"

namespace passerby::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// A thread with so many connections, each of which asks again as soon as it is answered.
class Crowd {
  public:
    explicit Crowd(std::size_t connections) : ready_(connections) {}

    struct Turn {
        std::size_t served = 0, refused = 0, waiting = 0;
        microseconds serving{0}, refusing{0};
    };

    Turn turn(microseconds each, microseconds each_refusal = 7us) {
        Turn done;
        admission.begin_turn(now_);
        const Admission::Time began = now_;
        for (std::size_t i = 0; i < ready_; ++i) {
            if (admission.may_serve(now_)) {
                now_ += each;
                ++done.served;
            } else {
                ++waiting_;
            }
        }
        done.serving = std::chrono::duration_cast<microseconds>(now_ - began);
        for (; waiting_ > 0 && admission.may_refuse(now_); --waiting_, ++done.refused) now_ += each_refusal;
        done.refusing = std::chrono::duration_cast<microseconds>(now_ - began) - done.serving;
        done.waiting = waiting_;
        admission.end_turn(now_, waiting_);
        ready_ = done.served + done.refused;
        return done;
    }
    void change_to(std::size_t connections) {
        ready_ = connections;
        waiting_ = 0;
    }
    void pause(microseconds time) { now_ += time; }

    Admission admission;

  private:
    Admission::Time now_ = Admission::Time{} + 1h;
    std::size_t ready_;
    std::size_t waiting_ = 0;
};

TEST(AdmissionTest, BusyIsNotOverloaded) {
    Crowd crowd(64);
    for (int i = 0; i < 2'000; ++i) {
        const Crowd::Turn turn = crowd.turn(60us);
        ASSERT_EQ(turn.served, 64u);
        ASSERT_EQ(turn.refused, 0u);
    }
    EXPECT_FALSE(crowd.admission.overloaded());
}

TEST(AdmissionTest, FewWhoAskForMuchAreNoOverload) {
    Crowd crowd(limits::few_requests);
    for (int i = 0; i < 100; ++i) ASSERT_EQ(crowd.turn(5ms).served, limits::few_requests);
    EXPECT_FALSE(crowd.admission.overloaded());
}

TEST(AdmissionTest, ABurstPasses) {
    Crowd crowd(10);
    crowd.turn(90us);
    crowd.pause(10s);  // the time in which nobody asks is no part of it
    crowd.change_to(1'000);
    EXPECT_EQ(crowd.turn(90us).served, 1'000u);  // 90 ms
    crowd.change_to(10);
    EXPECT_EQ(crowd.turn(90us).served, 10u);
    EXPECT_FALSE(crowd.admission.overloaded());
}

TEST(AdmissionTest, LongTurnsOneAfterTheOtherAreOverload) {
    Crowd crowd(1'000);
    crowd.turn(50us);
    EXPECT_FALSE(crowd.admission.overloaded());
    crowd.turn(50us);
    EXPECT_TRUE(crowd.admission.overloaded());
    const Crowd::Turn turn = crowd.turn(50us);
    EXPECT_EQ(turn.served, 20u);  // in a millisecond
    EXPECT_GT(turn.refused, 0u);
}

TEST(AdmissionTest, NineTenthsAreServingHoweverManyAsk) {
    for (const std::size_t connections : {1'000u, 5'000u, 20'000u}) {
        for (const microseconds each : {20us, 200us, 900us}) {
            Crowd crowd(connections);
            while (!crowd.admission.overloaded()) crowd.turn(each);
            crowd.turn(each);
            microseconds serving{0}, refusing{0};
            for (int i = 0; i < 1'000; ++i) {
                const Crowd::Turn turn = crowd.turn(each);
                ASSERT_GT(turn.served, 0u);
                ASSERT_GT(turn.refused, 0u);
                ASSERT_LT(turn.serving, limits::overload_turn + each);
                serving += turn.serving;
                refusing += turn.refusing;
            }
            EXPECT_GE(serving, 9 * refusing) << connections << " connections, " << each.count() << " us";
        }
    }
}

TEST(AdmissionTest, WithNobodyToServeThereIsTimeToRefuse) {
    Crowd crowd(2'000);
    while (!crowd.admission.overloaded()) crowd.turn(50us);
    crowd.turn(50us);
    Admission admission = crowd.admission;
    const Admission::Time now = Admission::Time{} + 2h;
    admission.begin_turn(now);
    EXPECT_TRUE(admission.may_refuse(now));
    EXPECT_TRUE(admission.may_refuse(now + limits::overload_turn));
    EXPECT_FALSE(admission.may_refuse(now + 2 * limits::overload_turn));
}

TEST(AdmissionTest, NoTurnServesForEver) {
    Crowd crowd(20'000);
    const Crowd::Turn turn = crowd.turn(200us);
    EXPECT_EQ(turn.served, 2'500u);  // half a second
    EXPECT_GT(turn.waiting, 0u);
    EXPECT_TRUE(crowd.admission.overloaded());
}

TEST(AdmissionTest, IsOverOnceEverybodyIsServedAgain) {
    Crowd crowd(1'000);
    while (!crowd.admission.overloaded()) crowd.turn(50us);
    crowd.change_to(5);
    crowd.turn(50us);
    EXPECT_TRUE(crowd.admission.overloaded());
    crowd.pause(limits::calm_after);
    crowd.turn(50us);
    EXPECT_FALSE(crowd.admission.overloaded());
    crowd.change_to(100);
    EXPECT_EQ(crowd.turn(50us).served, 100u);
}

}  // namespace
}  // namespace passerby::http
