using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BigBen.Examples.Users.Database;

/// <summary>
/// Has MySQL read each statement once for a connection, and not for each request: what <c>Max Auto Prepare</c> is to PostgreSQL's driver.
/// The connection keeps what it has prepared.
/// </summary>
internal sealed class PreparedStatements : DbCommandInterceptor
{
    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    // Those of requests alone: not every statement of a migration can be prepared, and none comes again.
    private static async Task PrepareAsync(DbCommand command, CommandEventData eventData, CancellationToken cancellationToken)
    {
        if (eventData.CommandSource is CommandSource.LinqQuery or CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete)
            await command.PrepareAsync(cancellationToken);
    }
}
