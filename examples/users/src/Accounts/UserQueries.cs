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
}
