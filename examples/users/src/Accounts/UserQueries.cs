using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Accounts;

/// <summary>
/// What most requests ask, made SQL once: Entity Framework Core would otherwise look each up by its whole expression. Bound to the first
/// context's model, hence one for a service and not one for all.
/// </summary>
internal sealed class UserQueries
{
    /// <summary>One user by id.</summary>
    public Func<UsersContext, int, CancellationToken, Task<UserAnswer?>> Find { get; } = EF.CompileAsyncQuery(
        (UsersContext context, int id, CancellationToken _) => context.Users.Where(user => user.Id == id)
            .Select(user => new UserAnswer(user.Id, user.Name, user.Email, user.Version)).SingleOrDefault());

    /// <summary>So many users by their ids, behind so many others.</summary>
    public Func<UsersContext, int, int, IAsyncEnumerable<UserAnswer>> List { get; } = EF.CompileAsyncQuery(
        (UsersContext context, int skipped, int most) => context.Users.OrderBy(user => user.Id).Skip(skipped).Take(most)
            .Select(user => new UserAnswer(user.Id, user.Name, user.Email, user.Version)));

    /// <summary>How many users there are.</summary>
    public Func<UsersContext, CancellationToken, Task<int>> Count { get; } = EF.CompileAsyncQuery(
        (UsersContext context, CancellationToken _) => context.Users.Count());

    /// <summary>
    /// Writes the user of an id and a version anew, of any version where that is null: name, address, and the password's hash, which
    /// stays where that is null. Tells how many users that were.
    /// </summary>
    public Func<UsersContext, int, int?, string, string, string?, CancellationToken, Task<int>> Replace { get; } = EF.CompileAsyncQuery(
        (UsersContext context, int id, int? version, string name, string email, string? hash, CancellationToken _) => context.Users
            .Where(user => user.Id == id && (version == null || user.Version == version))
            .ExecuteUpdate(user => user.SetProperty(one => one.Name, name).SetProperty(one => one.Email, email)
                .SetProperty(one => one.PasswordHash, one => hash ?? one.PasswordHash)
                .SetProperty(one => one.Version, one => one.Version + 1)));

    /// <summary>Takes out the user of an id and a version, of any version where that is null. Tells how many users that were.</summary>
    public Func<UsersContext, int, int?, CancellationToken, Task<int>> Remove { get; } = EF.CompileAsyncQuery(
        (UsersContext context, int id, int? version, CancellationToken _) => context.Users
            .Where(user => user.Id == id && (version == null || user.Version == version)).ExecuteDelete());
}
