using System.ComponentModel.DataAnnotations;

namespace BigBen.Examples.Users.Accounts;

/// <summary>A user as a client writes one.</summary>
/// <param name="Name">What people call the user.</param>
/// <param name="Email">The address; nobody else has it, whatever its letters' case.</param>
/// <param name="Password">The password, in clear; it is kept as a hash alone.</param>
internal sealed record UserInput(
    [property: Required, StringLength(100, MinimumLength = 1), RegularExpression(@"^\P{Cc}*$", ErrorMessage = UserInput.Printable)]
    string? Name,
    [property: Required, StringLength(254), RegularExpression(@"^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$", ErrorMessage = UserInput.Address)]
    string? Email,
    [property: Required, StringLength(200, MinimumLength = 8)] string? Password)
{
    private const string Printable = "The field Name must not hold control characters.";
    private const string Address = "The field Email must be an address such as ada@example.org.";
}
