using System.Net;
using System.Net.Sockets;
using BigBen.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults;

/// <summary>A service's life as a process.</summary>
public static partial class ServiceProgram
{
    /// <summary>Builds the service and runs it until SIGTERM or SIGINT.</summary>
    /// <param name="args">The command line; <c>probe URL</c> asks that URL instead and ends.</param>
    /// <param name="build">Makes the service.</param>
    /// <returns>
    /// The exit code: 0 after a complete drain; 1 when it cannot start or the command line has a command that it does not know, with one
    /// sentence on standard error.
    /// </returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        if (Probe.IsMeant(args))
            return await Probe.RunAsync(args);
        // A Job whose command is mistyped would serve, and never end.
        if (args is [[not ('-' or '/'), ..] word, ..] && !word.Contains('='))
            return Refuse($"'{word}' is not a command of this program.");
        WebApplication app;
        try
        {
            app = build(args);
        }
        catch (SettingException e)
        {
            return Refuse(e.Message);
        }

        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                return Refuse($"The service cannot listen: {e.Message.TrimEnd('.')}; "
                    + "give free ports of this machine by HTTP_PORT, MANAGEMENT_PORT and BIND_ADDRESS.");
            }

            var version = app.Services.GetRequiredService<BuildVersion>();
            var listeners = app.Services.GetRequiredService<Listeners>();
            Started(app.Logger, version.Service, version.Version, version.Revision, listeners.Public, listeners.Management);
            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }

    [LoggerMessage(LogLevel.Information, "{service} {version} (revision {revision}) listens on {http}, management on {management}")]
    private static partial void Started(
        ILogger logger, string service, string version, string revision, EndPoint? http, EndPoint? management);
}
