using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Accounts;

/// <summary>What became of a change.</summary>
internal enum Change
{
    /// <summary>It is made.</summary>
    Done,

    /// <summary>There is none of these versions.</summary>
    Missed,

    /// <summary>Somebody else has the address.</summary>
    Taken,
}

/// <summary>The users, in the database.</summary>
internal sealed class UserTable(UsersContext context, UserQueries queries, Passwords passwords)
{
    // What the engines call a row that would be there twice: PostgreSQL's own code, and MySQL's of every broken constraint.
    private static readonly string[] Twice = ["23505", "23000"];

    // They count from 1.
    private const int NoVersion = 0;

    /// <summary>A part of the list, by id.</summary>
    public async Task<UserPage> ListAsync(int page, int pageSize, CancellationToken cancellationToken)
    {
        var rows = await queries.List(context, (page - 1) * pageSize, pageSize).ToListAsync(cancellationToken);
        // Only behind the end there is no row that tells it.
        var total = rows.Count > 0 ? rows[0].Total : await queries.Count(context, cancellationToken);
        return new UserPage([.. rows.Select(row => row.User)], page, pageSize, total);
    }

    /// <summary>One of them; null for nobody.</summary>
    public Task<UserAnswer?> FindAsync(int id, CancellationToken cancellationToken) => context.FindUserAsync(id, cancellationToken);

    /// <summary>Adds one; null where somebody has the address.</summary>
    public async Task<UserAnswer?> AddAsync(UserInput input, CancellationToken cancellationToken)
    {
        var user = new User { Name = input.Name!, Email = AddressOf(input.Email!), PasswordHash = passwords.Hash(input.Password!) };
        context.Users.Add(user);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is DbException inner && IsTwice(inner))
        {
            return null;
        }

        return new UserAnswer(user.Id, user.Name, user.Email, user.Version);
    }

    /// <summary>Writes one anew, if it is of one of these versions; null is any. One statement: nobody comes in between.</summary>
    /// <returns>What became of it, and the user where it is done.</returns>
    public async Task<(Change, UserAnswer?)> ReplaceAsync(
        int id, UserChange input, IReadOnlyList<int>? versions, CancellationToken cancellationToken)
    {
        var (name, email, hash) = (input.Name!, AddressOf(input.Email!), input.Password is null ? null : passwords.Hash(input.Password));
        var version = await ChosenAsync(id, versions, cancellationToken);
        try
        {
            return await context.ReplaceUserAsync(id, version, name, email, hash, cancellationToken) is { } next
                ? (Change.Done, new UserAnswer(id, name, email, next))
                : (Change.Missed, null);
        }
        catch (DbException e) when (IsTwice(e))
        {
            return (Change.Taken, null);
        }
    }

    /// <summary>Takes one out, if it is of one of these versions; null is any.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(int id, IReadOnlyList<int>? versions, CancellationToken cancellationToken) =>
        await context.RemoveUserAsync(id, await ChosenAsync(id, versions, cancellationToken), cancellationToken);

    private static string AddressOf(string email) => email.ToLowerInvariant();

    private static bool IsTwice(DbException e) => Twice.Contains(e.SqlState);

    // The version that a change is for; null is any. Of several, which hardly anyone names, it is the one that the user has now: who
    // changes the user between this look and the statement is noticed by that all the same.
    private async ValueTask<int?> ChosenAsync(int id, IReadOnlyList<int>? versions, CancellationToken cancellationToken) => versions switch
    {
        null => null,
        [var version] => version,
        _ => await FindAsync(id, cancellationToken) is { } now && versions.Contains(now.Version) ? now.Version : NoVersion,
    };
}
