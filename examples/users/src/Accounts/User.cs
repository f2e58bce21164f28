using System.Text.Json.Serialization;

namespace BigBen.Examples.Users.Accounts;

/// <summary>A user, as the database has one.</summary>
internal sealed class User
{
    /// <summary>Which one: counted by the database.</summary>
    public int Id { get; set; }

    /// <summary>What people call the user.</summary>
    public required string Name { get; set; }

    /// <summary>The address, in small letters: nobody else has it.</summary>
    public required string Email { get; set; }

    /// <summary>Salt, hash and how it was made; see <see cref="Passwords"/>.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>How often the user was written: the ETag.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>A user, as clients are told of one: without the password.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Name">What people call the user.</param>
/// <param name="Email">The address.</param>
/// <param name="Version">How often the user was written: the ETag.</param>
internal sealed record UserAnswer(int Id, string Name, string Email, [property: JsonIgnore] int Version);
