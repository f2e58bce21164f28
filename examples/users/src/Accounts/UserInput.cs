using System.ComponentModel.DataAnnotations;

namespace BigBen.Examples.Users.Accounts;

/// <summary>A user as a client adds one.</summary>
/// <param name="Name">What people call the user.</param>
/// <param name="Email">The address; nobody else has it, whatever its letters' case.</param>
/// <param name="Password">The password, in clear; it is kept as a hash alone.</param>
internal sealed record UserInput(
    [property: Required, StringLength(UserInput.LongestName, MinimumLength = 1)]
    [property: RegularExpression(UserInput.Printable, ErrorMessage = UserInput.NotPrintable)]
    string? Name,
    [property: Required, StringLength(UserInput.LongestEmail)]
    [property: RegularExpression(UserInput.Address, ErrorMessage = UserInput.NoAddress)]
    string? Email,
    [property: Required, StringLength(UserInput.LongestPassword, MinimumLength = UserInput.ShortestPassword)] string? Password)
{
    public const int LongestName = 100;
    public const int LongestEmail = 254;
    public const int ShortestPassword = 8;
    public const int LongestPassword = 200;
    public const string Printable = @"^\P{Cc}*$";
    public const string NotPrintable = "The field Name must not hold control characters.";
    public const string Address = @"^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$";
    public const string NoAddress = "The field Email must be an address such as ada@example.org.";
}

/// <summary>A user as a client writes one anew.</summary>
/// <param name="Name">What people call the user.</param>
/// <param name="Email">The address; nobody else has it, whatever its letters' case.</param>
/// <param name="Password">A new password, in clear; without one the old one stays, which no client can read to send it again.</param>
internal sealed record UserChange(
    [property: Required, StringLength(UserInput.LongestName, MinimumLength = 1)]
    [property: RegularExpression(UserInput.Printable, ErrorMessage = UserInput.NotPrintable)]
    string? Name,
    [property: Required, StringLength(UserInput.LongestEmail)]
    [property: RegularExpression(UserInput.Address, ErrorMessage = UserInput.NoAddress)]
    string? Email,
    [property: StringLength(UserInput.LongestPassword, MinimumLength = UserInput.ShortestPassword)] string? Password = null);
