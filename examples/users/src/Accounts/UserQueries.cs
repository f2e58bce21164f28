using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Accounts;

/// <summary>
/// What is asked of the list, made SQL once: Entity Framework Core would otherwise look each up by its whole expression. Bound to the
/// first context's model, hence one for a service and not one for all.
/// </summary>
internal sealed class UserQueries
{
    /// <summary>So many users by their ids, behind so many others; with each of them how many users there are.</summary>
    public Func<UsersContext, int, int, IAsyncEnumerable<(UserAnswer User, int Total)>> List { get; } = EF.CompileAsyncQuery(
        (UsersContext context, int skipped, int most) => context.Users.OrderBy(user => user.Id).Skip(skipped).Take(most)
            .Select(user => new ValueTuple<UserAnswer, int>(
                new UserAnswer(user.Id, user.Name, user.Email, user.Version), context.Users.Count())));

    /// <summary>How many users there are.</summary>
    public Func<UsersContext, CancellationToken, Task<int>> Count { get; } = EF.CompileAsyncQuery(
        (UsersContext context, CancellationToken _) => context.Users.Count());
}
