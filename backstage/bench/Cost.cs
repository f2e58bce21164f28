namespace BigBen.Bench;

/// <summary>
/// Microseconds of processor time for one request. Where load and database share a core, that core bears no more than a million of theirs
/// a second: a server that is faster than that is measured by its own cost alone.
/// </summary>
/// <param name="Server">The server's that was asked.</param>
/// <param name="Database">The database server's.</param>
/// <param name="Load">The load's itself.</param>
internal sealed record Cost(double Server, double Database, double Load)
{
    /// <summary>Measures what happens meanwhile.</summary>
    /// <param name="server">Who is asked.</param>
    /// <param name="database">The process id of the database server; null for none.</param>
    /// <param name="run">Asks.</param>
    public static async Task<Load> OfAsync(Server server, int? database, Func<Task<Load>> run)
    {
        var before = Look();
        var load = await run();
        var after = Look();
        return load with { Cost = new Cost(Each(now => now.Server), Each(now => now.Database), Each(now => now.Load)) };

        (TimeSpan Server, TimeSpan Database, TimeSpan Load) Look() => (
            server.ProcessorTime, database is { } id ? ProcessorTime.OfTree(id) : TimeSpan.Zero, ProcessorTime.OfEnded());

        double Each(Func<(TimeSpan Server, TimeSpan Database, TimeSpan Load), TimeSpan> part) =>
            (part(after) - part(before)).TotalMicroseconds / load.Requests;
    }
}
