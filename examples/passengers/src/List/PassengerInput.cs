using System.ComponentModel.DataAnnotations;

namespace BigBen.Examples.Passengers.List;

/// <summary>A passenger as a client writes one.</summary>
/// <param name="Survived">Whether the passenger was rescued.</param>
/// <param name="PassengerClass">The class of the ticket: 1, 2 or 3.</param>
/// <param name="Name">Title and name.</param>
/// <param name="Sex"><c>female</c> or <c>male</c>, as the list has it.</param>
/// <param name="SiblingsOrSpousesAboard">How many there were.</param>
/// <param name="ParentsOrChildrenAboard">How many there were.</param>
/// <param name="Fare">The price of the ticket, in pounds of 1912.</param>
/// <param name="Age">In years; a part of one for babies; null where nobody knows.</param>
internal sealed record PassengerInput(
    [property: Required] bool? Survived,
    [property: Required, Range(1, 3)] int? PassengerClass,
    [property: Required, StringLength(200, MinimumLength = 1), RegularExpression(@"^\P{Cc}*$", ErrorMessage = PassengerInput.Printable)]
    string? Name,
    [property: Required, RegularExpression("^(female|male)$")] string? Sex,
    [property: Required, Range(0, 100)] int? SiblingsOrSpousesAboard,
    [property: Required, Range(0, 100)] int? ParentsOrChildrenAboard,
    [property: Required, Range(typeof(decimal), "0", "10000")] decimal? Fare,
    [property: Range(typeof(decimal), "0", "130")] decimal? Age = null)
{
    private const string Printable = "The field Name must not hold control characters.";
}
