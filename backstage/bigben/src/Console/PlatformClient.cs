using System.Net.Http.Headers;
using BigBen.Kubernetes.Proving;
using Microsoft.AspNetCore.Mvc;

namespace BigBen.Console;

/// <summary>Talks to a running platform over its API: what the verbs and the git hook are made of.</summary>
public sealed class PlatformClient : IDisposable
{
    private readonly HttpClient _http;

    private PlatformClient(PlatformRecord record)
    {
        Record = record;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{record.ConsolePort}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Host = record.ConsoleAuthority;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", record.Token);
    }

    /// <summary>How the platform is reached.</summary>
    public PlatformRecord Record { get; }

    /// <summary>A client of the platform of a state folder; null where none is running.</summary>
    /// <exception cref="PlatformException">The platform's record is damaged.</exception>
    public static async Task<PlatformClient?> ConnectAsync(StateFolder state, CancellationToken cancellationToken)
    {
        if (PlatformRecord.Read(state) is not { } record)
            return null;
        var client = new PlatformClient(record);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            // Another program may have taken the port since: only the record's process is the platform.
            if ((await client.InfoAsync(deadline.Token)).ProcessId == record.ProcessId)
                return client;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Nothing that speaks the API answers there: the platform is not running.
        }

        client.Dispose();
        return null;
    }

    /// <summary>A client of the platform of a state folder, which must be running.</summary>
    /// <exception cref="PlatformException">It is not running.</exception>
    public static async Task<PlatformClient> RequireAsync(StateFolder state, CancellationToken cancellationToken) =>
        await ConnectAsync(state, cancellationToken)
        ?? throw new PlatformException(
            $"No platform is running with the state folder '{state.Path}'; start it with ./bootstrap/big-ben.sh.");

    /// <summary>What the platform says of itself.</summary>
    public async Task<PlatformInfo> InfoAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<PlatformInfo>(PlatformRoutes.Platform, cancellationToken)
        ?? throw new JsonException("an empty answer");

    /// <summary>Starts a run and follows it; every event but the last goes to <paramref name="show"/>.</summary>
    /// <returns>The run's end.</returns>
    /// <exception cref="PlatformException">The platform refused the request or went away before the run ended.</exception>
    public async Task<RunFinished> RunAsync<TRequest>(
        string route, TRequest request, Action<RunEvent> show, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(request) };
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await RequireSuccessAsync(response, cancellationToken);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                var runEvent = RunEvent.FromJson(line);
                if (runEvent is RunFinished end)
                    return end;
                show(runEvent);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw new PlatformException($"The platform went away: {e.Message}. Run ./bootstrap/big-ben.sh to go on from here.", e);
        }

        throw new PlatformException("The platform went away before the run ended; run ./bootstrap/big-ben.sh to go on from here.");
    }

    /// <summary>What every URL answers now.</summary>
    public async Task<IReadOnlyList<Proof>> ProofsAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<IReadOnlyList<Proof>>(PlatformRoutes.Proofs, cancellationToken) ?? [];

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        var told = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? (await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken))?.Detail
            : null;
        var asked = response.RequestMessage!.RequestUri!.AbsolutePath;
        throw new PlatformException(told ?? $"The platform answered {(int)response.StatusCode} to {asked}.");
    }
}
