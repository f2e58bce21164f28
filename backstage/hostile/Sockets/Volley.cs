using System.Net.Sockets;

namespace BigBen.Hostile.Sockets;

/// <summary>Sends many cases over many connections and judges each answer.</summary>
/// <param name="doors">Where.</param>
/// <param name="grammar">What.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class Volley(Doors doors, IGrammar grammar, int seed)
{
    private const int Workers = 16;
    private const int MostFailures = 200;

    // Above what a busy machine makes of any request; a server that waits for what never comes is found out all the same.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Outcome _outcome = new();
    private int _next;

    /// <summary>Sends the cases from one number up to another one.</summary>
    public async Task<Outcome> SendAsync(int first, int end)
    {
        _next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Workers, end - first)).Select(_ => Task.Run(() => WorkAsync(end))));
        return _outcome;
    }

    private async Task WorkAsync(int end)
    {
        var open = new Dictionary<Door, RawConnection>();
        int number;
        while ((number = Interlocked.Increment(ref _next)) < end && _outcome.Failures.Count < MostFailures)
        {
            var sent = grammar.Make(new Dice(seed, number));
            if (await TryAsync(sent, open) is { } wrong)
                _outcome.Add(new Failure(number, $"{sent}", wrong));
        }

        foreach (var connection in open.Values)
            connection.Dispose();
    }

    private async Task<string?> TryAsync(HttpCase sent, Dictionary<Door, RawConnection> open)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        open.Remove(sent.Door, out var connection);
        var isUsed = connection is not null;
        try
        {
            connection ??= await RawConnection.OpenAsync(doors, sent.Door, deadline.Token);
            var answer = await connection.SendAsync(sent, deadline.Token);
            if (answer.Status == 0 && isUsed)
            {
                // A connection that was kept may be closed at any time (RFC 9112, 9.3): the case is sent anew.
                connection.Dispose();
                connection = await RawConnection.OpenAsync(doors, sent.Door, deadline.Token);
                answer = await connection.SendAsync(sent, deadline.Token);
            }

            if (sent.IsSound && answer.IsReusable)
                (open[sent.Door], connection) = (connection, null);
            _outcome.Count(answer.Status == 0 ? "closed" : $"{answer.Status}");
            return answer.Fault(sent);
        }
        catch (OperationCanceledException)
        {
            _outcome.Count("hang");
            return $"no end within {Deadline.TotalSeconds} s";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            _outcome.Count("no connection");
            return $"cannot be connected to: {e.Message}";
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
