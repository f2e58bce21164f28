using System.Security.Cryptography;
using BigBen.Foundation.Processes;
using BigBen.Git;
using BigBen.Git.Receiving;
using BigBen.Platforms.Local;

namespace BigBen.Platforms;

/// <summary>The process of a platform, wherever its pods run: one for each state folder, and known by its record.</summary>
internal static class PlatformProcess
{
    /// <summary>The category of what the process itself tells its log.</summary>
    public const string LogName = "platform";

    /// <summary>The verb that the forge's hook calls.</summary>
    public const string ReceiveVerb = "receive";

    /// <summary>Becomes the process of a state folder, out of the reach of the terminal.</summary>
    /// <returns>What it is held by, until the process ends.</returns>
    /// <exception cref="PlatformException">There is one already.</exception>
    public static IDisposable Begin(StateFolder state)
    {
        var held = PlatformLock.TryTake(state)
            ?? throw new PlatformException(
                $"A platform already runs with the state folder '{state.Path}'; see it with ./bootstrap/big-ben.sh status.");
        Daemon.LeaveTerminal();
        return held;
    }

    /// <summary>The process's log: one line each on standard output, which goes to <see cref="StateFolder.PlatformLog"/>.</summary>
    public static ILoggerFactory Logs() => LoggerFactory.Create(logging => logging.AddSimpleConsole(line =>
    {
        (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ ");
        line.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
    }).SetMinimumLevel(LogLevel.Warning).AddFilter(LogName, LogLevel.Information));

    /// <summary>The record of this process, with a token of its own.</summary>
    public static PlatformRecord Record(int port, string domain, TimeProvider clock) =>
        new(
            Environment.ProcessId, port, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), PlatformRecord.ThisBuild,
            clock.GetUtcNow())
        {
            Domain = domain,
            Feeds = ToolEnvironment.FeedHash(),
        };

    /// <summary>Takes pushes and can be found by its record, as long as its work goes on.</summary>
    public static async Task ServeAsync(StateFolder state, ForgeRepository forge, PlatformRecord record, Func<Task> work)
    {
        await ReceiveHook.InstallAsync(
            forge, [Environment.ProcessPath!, typeof(PlatformProcess).Assembly.Location, ReceiveVerb, "--state", state.Path]);
        record.Write(state);
        try
        {
            await work();
        }
        finally
        {
            record.Delete(state);
        }
    }
}
