using System.ComponentModel.DataAnnotations;
using CsCheck;

namespace BigBen.Examples.Passengers.Tests.List;

public class PassengerInputTests
{
    private static readonly PassengerInput Rose = new(true, 1, "Miss. Rose O'Neill", "female", 0, 2, 71.2833m, 0.75m);

    private static readonly decimal[] Edges = [0, -0.4m, 10_000, 10_000.5m, 130, 130.5m];

    // With parts of one, and larger than any integer.
    private static readonly Gen<decimal> Numbers = Gen.OneOf(
        Gen.Decimal, Gen.Int[-200_000, 2_000_000].Select(number => number / 100m), Gen.Int[0, Edges.Length - 1].Select(i => Edges[i]));

    [Fact]
    public void An_age_and_a_fare_are_taken_in_their_ranges_alone() =>
        Gen.Select(Numbers, Numbers).Sample((age, fare) =>
        {
            List<string> wrong = [];
            if (age is < 0 or > 130)
                wrong.Add(nameof(PassengerInput.Age));
            if (fare is < 0 or > 10_000)
                wrong.Add(nameof(PassengerInput.Fare));
            WrongIn(Rose with { Age = age, Fare = fare }).ShouldBe(wrong, ignoreOrder: true);
        });

    private static IEnumerable<string> WrongIn(PassengerInput passenger)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(passenger, new ValidationContext(passenger), results, validateAllProperties: true);
        return results.SelectMany(result => result.MemberNames);
    }
}
