using System.Data.Common;
using System.Diagnostics;

namespace BigBen.ServiceDefaults.Databases;

/// <summary>Waits for a database that may start beside the program.</summary>
public static class DatabaseWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than a server takes that begins with an empty volume.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Connects until it succeeds.</summary>
    /// <param name="connect">Connects once.</param>
    /// <param name="patience">How long it is tried; 60 seconds when null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not succeed in that time; the sentence has the last reason.</exception>
    public static async Task UntilAsync(
        Func<CancellationToken, Task> connect, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await connect(cancellationToken);
                return;
            }
            catch (DbException e) when (waited.Elapsed >= (patience ?? Patience))
            {
                throw new TimeoutException($"The database is not to be had: {e.Message.TrimEnd('.')}.", e);
            }
            // A server that is being set up may refuse the password, too: its user is not there yet.
            catch (DbException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
