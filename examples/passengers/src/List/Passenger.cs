using System.Text.Json.Serialization;

namespace BigBen.Examples.Passengers.List;

/// <summary>A passenger of the list.</summary>
/// <param name="Uuid">Which one.</param>
/// <param name="Survived">Whether the passenger was rescued.</param>
/// <param name="PassengerClass">The class of the ticket: 1, 2 or 3.</param>
/// <param name="Name">Title and name.</param>
/// <param name="Sex"><c>female</c> or <c>male</c>, as the list has it.</param>
/// <param name="Age">In years; a part of one for babies; null where nobody wrote it down.</param>
/// <param name="SiblingsOrSpousesAboard">How many there were.</param>
/// <param name="ParentsOrChildrenAboard">How many there were.</param>
/// <param name="Fare">The price of the ticket, in pounds of 1912.</param>
/// <param name="Version">How often it was written: the ETag.</param>
internal sealed record Passenger(
    Guid Uuid,
    bool Survived,
    int PassengerClass,
    string Name,
    string Sex,
    decimal? Age,
    int SiblingsOrSpousesAboard,
    int ParentsOrChildrenAboard,
    decimal Fare,
    [property: JsonIgnore] int Version);
