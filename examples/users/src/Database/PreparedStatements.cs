using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BigBen.Examples.Users.Database;

/// <summary>
/// Has MySQL read each query once for a connection, and not for each request: what <c>Max Auto Prepare</c> is to PostgreSQL's driver.
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
        // Those of requests alone: not every statement of a migration can be prepared, and none comes again.
        if (eventData.CommandSource is CommandSource.LinqQuery)
            await command.PrepareAsync(cancellationToken);
        return result;
    }
}
