using System.Net.Http.Headers;
using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>What 100 watches use while nothing changes, against the same platform without them.</summary>
internal sealed class WatchesRow(RunningPlatform platform) : IRow
{
    private const int Watches = 100;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(50);

    public string Name => "watches";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        var figures = new List<Figure>();
        for (var round = 0; round < rounds; round++)
        {
            var without = await platform.ProcessorPercentAsync(Time);
            figures.Add(new Figure($"{Watches} watches, % of a core", "1", "{0:0.00}", await WatchedAsync(), without));
        }

        return figures;
    }

    private async Task<double> WatchedAsync()
    {
        const string User = "jsonpath={.clusters[0].cluster.server} {.users[0].user.token}";
        var login = (await platform.KubectlAsync("config", "view", "--raw", "-o", User)).Split(' ');
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
#pragma warning disable CA5359 // The certificate is the platform's own, on loopback.
            SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
        });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login[1]);
        var answers = new List<HttpResponseMessage>();
        try
        {
            // Each has a connection of its own, as that of a client of its own has.
            for (var watch = 0; watch < Watches; watch++)
            {
                answers.Add(await http.GetAsync(
                    $"{login[0]}/api/v1/pods?watch=true&allowWatchBookmarks=true", HttpCompletionOption.ResponseHeadersRead));
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
            return await platform.ProcessorPercentAsync(Time);
        }
        finally
        {
            answers.ForEach(answer => answer.Dispose());
        }
    }
}
